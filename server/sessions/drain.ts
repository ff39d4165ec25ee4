/**
 * Decides when a client is idle, and how long it is read at a stop of the
 * server. What it has sent by then is stored or saved, even where its database
 * holds the reading up.
 *
 * @module
 */
import type { ChunkReader } from "../../ports/chunk_reader.ts";
import { IdleTime } from "../../ports/idle_time.ts";
import { QUIET_MS } from "../../shared/drain.ts";

/** Milliseconds of reading that each client is given, held up or not. */
const LEAST_READING_MS = 1_000;

/** What a {@linkcode Drain} uses of a reader. */
export type Reading = Pick<ChunkReader, "waiting" | "waits" | "readOn">;

/** Counts how long a client is idle, and how long it is read at a stop. */
export class Drain {
  readonly #chunks: Reading;
  readonly #idle: IdleTime;
  #isHeld = false;
  #hasBegun = false;
  #readMs = 0;
  #isLate = false;
  #isLast = false;

  /** For the client that `chunks` come from. */
  constructor(chunks: Reading) {
    this.#chunks = chunks;
    this.#idle = new IdleTime(chunks);
  }

  /**
   * To be called regularly: milliseconds, as counted by these calls, for
   * which the server wanted bytes and none came. A server that was itself
   * suspended does not take its clients for idle.
   */
  idleFor(sinceLastCall: number): number {
    return this.#idle.advance(sinceLastCall);
  }

  /** Does `work` for the database; nothing is read meanwhile. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#isHeld = true;
    try {
      return await work;
    } finally {
      this.#isHeld = false;
    }
  }

  /**
   * To be called regularly at a stop: whether enough of what the client sends
   * was read. `isLate`: even if it goes on sending.
   */
  isOver(sinceLastCall: number, isLate: boolean): boolean {
    if (!this.#hasBegun) this.#begin();
    this.#isLate = isLate;
    const idleMs = this.idleFor(sinceLastCall);
    if (this.#isHeld) return false;
    this.#readMs += sinceLastCall;
    if (idleMs >= QUIET_MS) return true;
    return isLate && this.#readMs >= LEAST_READING_MS;
  }

  /**
   * Does the last flush of a client that was told to stop. If that took
   * long the client is read on, for more may have come meanwhile; late in the
   * stop only once. Returns whether it is.
   */
  async readsOn(flush: () => Promise<void>): Promise<boolean> {
    if (this.#isLast) return false;
    const began = performance.now();
    await this.hold(flush());
    if (performance.now() - began < QUIET_MS) return false;
    this.#isLast = this.#isLate;
    this.#begin();
    this.#chunks.readOn();
    return true;
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#idle.reset();
    this.#readMs = 0;
  }
}
