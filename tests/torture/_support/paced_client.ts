import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../../_support/client.ts";
import { headers, numbered } from "../../_support/hello.ts";

/** Rows of each write, and ms between two writes. */
export interface Load {
  readonly name: string;
  readonly rows: number;
  readonly pause: number;
}

/** A few tuples a second, a steady stream, and as much as the server takes. */
export const LOADS: readonly Load[] = [
  { name: "light", rows: 1, pause: 50 },
  { name: "steady", rows: 50, pause: 10 },
  { name: "full", rows: 3_000, pause: 0 },
];

/** The number of rows that the system had accepted at each time. */
interface Taken {
  readonly rows: number;
  readonly at: number;
}

/** Sends numbered tuples until the connection breaks. */
export class PacedClient {
  readonly domain: string;
  readonly load: Load;
  /** Resolves when the server is gone. */
  readonly gone: Promise<void>;
  readonly #taken: Taken[] = [];

  /** Connects to `port`. */
  constructor(port: number, domain: string, load: Load) {
    this.domain = domain;
    this.load = load;
    this.gone = this.#send(port);
  }

  /** Rows that the system has accepted. */
  get sent(): number {
    return this.#taken.at(-1)?.rows ?? 0;
  }

  /** When the first row was accepted that `stored` rows do not include. */
  firstBeyond(stored: number): number | undefined {
    return this.#taken.find(({ rows }) => rows > stored)?.at;
  }

  async #send(port: number): Promise<void> {
    const client = await connect(port);
    try {
      await client.send(headers({ domain: this.domain }));
      for (let sent = 0;;) {
        await client.send(numbered(sent, sent + this.load.rows));
        sent += this.load.rows;
        this.#taken.push({ rows: sent, at: performance.now() });
        if (this.load.pause > 0) await delay(this.load.pause);
      }
    } catch {
      // The server is gone.
    } finally {
      client.destroy();
    }
  }
}
