/**
 * Decides when a client is idle, and how long it is read at a stop of the
 * server. What it has sent by then is stored or saved, even if its database
 * delays reading.
 *
 * @module
 */
import type { ChunkReader } from "../../ports/chunk_reader.ts";
import { IdleTime } from "../../ports/idle_time.ts";
import { QUIET_MS } from "../../shared/drain.ts";

/** Minimum reading time for each client, in milliseconds, even if delayed. */
const LEAST_READING_MS = 1_000;

/** The part of a reader that a {@linkcode Drain} uses. */
export type Reading = Pick<ChunkReader, "waiting" | "waits" | "readOn">;

/** Measures how long a client is idle, and how long it is read at a stop. */
export class Drain {
  readonly #chunks: Reading;
  readonly #idle: IdleTime;
  #isHeld = false;
  #hasBegun = false;
  #readMs = 0;
  #isLate = false;
  #isLast = false;

  /** Measures the client that `chunks` come from. */
  constructor(chunks: Reading) {
    this.#chunks = chunks;
    this.#idle = new IdleTime(chunks);
  }

  /**
   * Returns the milliseconds for which the server wanted bytes and none
   * arrived. Must be called regularly: the time is counted by its calls, so
   * that a server that was suspended does not treat its clients as idle.
   */
  idleFor(sinceLastCall: number): number {
    return this.#idle.advance(sinceLastCall);
  }

  /** Awaits `work` of the database; nothing is read meanwhile. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#isHeld = true;
    try {
      return await work;
    } finally {
      this.#isHeld = false;
    }
  }

  /**
   * Returns whether enough of the client's data was read; must be called
   * regularly at a stop. `isLate`: even if the client continues to send.
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
   * Does the last flush of a client at a stop. If that took long, more may have
   * arrived meanwhile, so reading continues; late in the stop only once.
   * Returns whether it does.
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
