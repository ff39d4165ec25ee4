import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "./client.ts";
import { headers, numbered } from "./hello.ts";

/** Tuples sent at once, and ms between two sends. */
const STEP_TUPLES = 20;
const STEP_MS = 10;

/** Where one connection's tuples should arrive. */
export interface Trail {
  readonly sender: string;
  /** The number of tuples that the system accepted, numbered from 0. */
  sent: number;
  /** The number of tuples on the proxy's disk before it was killed. */
  safe: number;
}

/** Sends numbered tuples over successive connections. */
export class NumberedSender {
  /** All its connections so far. */
  readonly trails: Trail[] = [];
  readonly #domain: string;
  readonly #name: string;
  readonly #connect: () => Promise<Client>;
  #running = true;
  readonly #done: Promise<void>;

  /** Sends until it is stopped; reconnects when its connection breaks. */
  constructor(
    domain: string,
    name: string,
    connect: () => Promise<Client>,
  ) {
    this.#domain = domain;
    this.#name = name;
    this.#connect = connect;
    this.#done = this.#run();
  }

  /** Closes the last connection in order. */
  async end(): Promise<void> {
    this.#running = false;
    await this.#done;
  }

  /** The headers of its connection `trail`. */
  headers(trail: Trail): string {
    return headers({ domain: this.#domain, sender: trail.sender });
  }

  async #run(): Promise<void> {
    while (this.#running) {
      const client = await this.#connect().catch(() => undefined);
      if (client === undefined) {
        await delay(STEP_MS);
        continue;
      }
      const sender = `${this.#name}-${this.trails.length}`;
      const trail: Trail = { sender, sent: 0, safe: 0 };
      this.trails.push(trail);
      await this.#send(client, trail).catch(() => undefined);
      client.destroy();
    }
  }

  async #send(client: Client, trail: Trail): Promise<void> {
    await client.send(this.headers(trail));
    while (this.#running && !client.closedByServer) {
      const next = trail.sent + STEP_TUPLES;
      await client.send(numbered(trail.sent, next));
      trail.sent = next;
      await delay(STEP_MS);
    }
    if (!this.#running) await client.end();
    if (!client.closedByServer) trail.safe = trail.sent;
  }
}

/** The number of whole tuples of {@linkcode numbered} in a stream's bytes. */
export function tuplesIn(stream: string): number {
  const body = stream.slice(stream.indexOf("\n\n") + 2);
  return body.split("\n").length - 1;
}
