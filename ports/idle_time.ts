/**
 * Measures for how long a client has sent nothing.
 *
 * @module
 */
import type { ChunkReader } from "./chunk_reader.ts";

/** What an {@linkcode IdleTime} observes of a reader. */
export type ObservedReader = Pick<ChunkReader, "waiting" | "waits">;

/**
 * Adds up idle time in steps, so that a process that was suspended does not
 * mistake its own absence for the client's silence.
 */
export class IdleTime {
  readonly #reader: ObservedReader;
  #idleMs = 0;
  #seenWaits = 0;

  /** Observes `reader`. */
  constructor(reader: ObservedReader) {
    this.#reader = reader;
  }

  /**
   * To be called every `stepMs` milliseconds; returns the milliseconds for
   * which the reader has waited for bytes, and none came.
   */
  advance(stepMs: number): number {
    const { waiting, waits } = this.#reader;
    const isIdle = waiting && waits === this.#seenWaits;
    this.#idleMs = isIdle ? this.#idleMs + stepMs : 0;
    this.#seenWaits = waits;
    return this.#idleMs;
  }

  /** Starts to count from zero. */
  reset(): void {
    this.#idleMs = 0;
  }
}
