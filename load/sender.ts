/**
 * Sends one flow over one connection.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { OutgoingConnection } from "../ports/runtime.ts";
import type { Chunk, TupleStream } from "./tuple_stream.ts";

/** Minimum number of milliseconds between two writes of a flow with a rate. */
const TICK_MS = 10;

/** One connection, and what was sent over it. */
export class Sender {
  /** Tuples that the system has accepted. */
  tuples = 0;
  /** Bytes that the system has accepted. */
  bytes = 0;
  readonly #connection: OutgoingConnection;

  /** Sends over `connection`. */
  constructor(connection: OutgoingConnection) {
    this.#connection = connection;
  }

  /** Sends the headers. */
  async begin(header: Uint8Array): Promise<void> {
    await this.#connection.write(header);
    this.bytes += header.length;
  }

  /** Sends chunks as fast as the server reads them, until `deadline`. */
  async flood(chunks: Iterable<Chunk>, deadline: number): Promise<void> {
    for (const chunk of chunks) {
      if (performance.now() >= deadline) break;
      await this.#send(chunk);
    }
  }

  /**
   * Sends `tuples` tuples at `rate` tuples/s, until `deadline`. The first one
   * waits for the fraction `phase` of a period, so that connections don't all
   * send at once.
   */
  async trickle(
    stream: TupleStream,
    { tuples, rate, phase, deadline }: {
      readonly tuples: number;
      readonly rate: number;
      readonly phase: number;
      readonly deadline: number;
    },
  ): Promise<void> {
    const start = performance.now() + 1000 * phase / rate;
    const dueAt = (i: number) => start + 1000 * i / rate;
    while (this.tuples < tuples) {
      const wait = Math.max(TICK_MS, dueAt(this.tuples) - performance.now());
      await delay(wait);
      const now = performance.now();
      if (now >= deadline) break;
      const due = Math.floor((now - start) * rate / 1000) + 1;
      const more = Math.min(due, tuples) - this.tuples;
      if (more > 0) await this.#send(stream.take(more));
    }
  }

  /** Half-closes; resolves when the server has closed its side too. */
  async end(): Promise<void> {
    await this.#connection.end();
    await this.#connection.closed;
  }

  async #send({ tuples, bytes }: Chunk): Promise<void> {
    await this.#connection.write(bytes);
    this.tuples += tuples;
    this.bytes += bytes.length;
  }
}
