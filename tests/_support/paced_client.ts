import { setTimeout as delay } from "node:timers/promises";
import { connect } from "./client.ts";
import { headers, numbered } from "./hello.ts";

/** Rows of each write, and ms between two writes. */
export interface Load {
  readonly rows: number;
  readonly pause: number;
}

/** The number of rows that the system had accepted at each time. */
interface Taken {
  readonly rows: number;
  readonly at: number;
}

/** Sends numbered tuples until it is stopped, or the connection breaks. */
export class PacedClient {
  readonly domain: string;
  readonly load: Load;
  /** Resolves when the server is gone. */
  readonly gone: Promise<void>;
  readonly #taken: Taken[] = [];
  #isRunning = true;
  #hasEnded = false;

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

  /** Ends in order, within a minute; returns how many rows were sent. */
  async end(): Promise<number> {
    this.#isRunning = false;
    await this.gone;
    if (!this.#hasEnded) throw new Error("Its connection broke");
    return this.sent;
  }

  async #send(port: number): Promise<void> {
    const client = await connect(port);
    try {
      await client.send(headers({ domain: this.domain }));
      for (let sent = 0; this.#isRunning;) {
        await client.send(numbered(sent, sent + this.load.rows));
        sent += this.load.rows;
        this.#taken.push({ rows: sent, at: performance.now() });
        if (this.load.pause > 0) await delay(this.load.pause);
      }
      await client.end(60_000);
      this.#hasEnded = true;
    } catch {
      // The server is gone.
    } finally {
      client.destroy();
    }
  }
}
