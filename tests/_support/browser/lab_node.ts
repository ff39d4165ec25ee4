import { Client } from "../../../client/client.ts";
import type { Dialer } from "../../../client/outlet.ts";

/** Elements of a spectrum. */
const BINS = 64;

/** What a node of a laboratory is given. */
export interface NodeOptions {
  /** The server's port on the loopback. */
  readonly port: number;
  readonly domain: string;
  readonly name: string;
  /** The node's number, from which its values follow. */
  readonly number: number;
  /** UNIX time in seconds. */
  readonly clock: () => number;
  readonly dialer: Dialer;
}

/**
 * A node of a wireless testbed that measures its radio and its supply, through
 * the client library. Its values depend on its number and the time only.
 */
export class LabNode {
  readonly name: string;
  /** Whether it measures; a silent node stays connected. */
  isSilent = false;
  readonly #client: Client;
  readonly #number: number;
  readonly #points: ReturnType<typeof points>;

  constructor({ port, domain, name, number, clock, dialer }: NodeOptions) {
    this.name = name;
    this.#number = number;
    this.#client = new Client({
      collect: `tcp:127.0.0.1:${port}`,
      domain,
      senderId: name,
      appName: "node",
      clock,
    }, dialer);
    this.#points = points(this.#client);
    this.#client.describe("firmware", "1.4.2");
  }

  /** Measures what is measured often; `t` is the time in seconds. */
  measure(t: number): void {
    if (this.isSilent) return;
    const { radio, power } = this.#points;
    const far = 6 * this.#number;
    const fading = 4 * Math.sin(t / 7 + this.#number) + noise(t, this.#number);
    const load = 0.5 + 0.5 * Math.sin(t / 11 + 2 * this.#number);
    radio.inject(-42 - far + fading, 38 - far + fading, fading > -3);
    power.inject(
      3.3 - 0.04 * load + 0.004 * noise(2 * t, this.#number),
      0.02 + 0.05 * load + 0.003 * noise(3 * t, this.#number),
    );
  }

  /** Measures what is measured once a second. */
  measureSlowly(t: number): void {
    if (this.isSilent) return;
    const peak = BINS / 2 + (BINS / 3) * Math.sin(t / 9 + this.#number);
    this.#points.spectrum.inject(
      Array.from(
        { length: BINS },
        (_, bin) =>
          -95 + 45 * Math.exp(-((bin - peak) ** 2) / 18) +
          2 * noise(t + bin, this.#number),
      ),
    );
    const [level, text] = MESSAGES[(Math.floor(t) + this.#number) % 5];
    this.#points.log.inject(level, text);
  }

  /** Resolves when more fits into its buffer. */
  room(): Promise<void> {
    return this.#client.room();
  }

  /** Sends the rest, and disconnects. */
  async close(): Promise<void> {
    await this.#client.close();
  }
}

const MESSAGES = [
  ["info", "beacon received"],
  ["info", "neighbour table has 4 entries"],
  ["debug", "channel 26 is clear"],
  ["warning", "retransmission 3 of 7"],
  ["info", "duty cycle 0.7 %"],
] as const;

function points(client: Client) {
  const radio = client.define(
    "radio",
    "rssi:double snr:double associated:bool",
  );
  radio.describe("unit", "dBm", "rssi");
  radio.describe("unit", "dB", "snr");
  const power = client.define("power", "voltage:double current:double");
  power.describe("unit", "V", "voltage");
  power.describe("unit", "A", "current");
  power.describe("description", "Supply of the node", "voltage");
  const spectrum = client.define("spectrum", "level:[double]");
  spectrum.describe("unit", "dBm", "level");
  const log = client.define("log", "level:string message:string");
  return { radio, power, spectrum, log };
}

/** From -1 to 1; the same for the same arguments. */
function noise(t: number, number: number): number {
  const x = Math.sin(t * 12.9898 + number * 78.233) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}
