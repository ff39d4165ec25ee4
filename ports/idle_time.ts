/**
 * Measures how long a client has sent nothing.
 *
 * @module
 */
import type { ChunkReader } from "./chunk_reader.ts";

/** The part of a reader that an {@linkcode IdleTime} observes. */
export type ObservedReader = Pick<ChunkReader, "waiting" | "waits">;

/**
 * Adds up idle time in steps, so that a suspended process does not mistake its
 * own pause for the client's silence.
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
   * Must be called every `stepMs` milliseconds; returns the milliseconds for
   * which the reader has waited without receiving bytes.
   */
  advance(stepMs: number): number {
    const { waiting, waits } = this.#reader;
    const isIdle = waiting && waits === this.#seenWaits;
    this.#idleMs = isIdle ? this.#idleMs + stepMs : 0;
    this.#seenWaits = waits;
    return this.#idleMs;
  }

  /** Restarts from zero. */
  reset(): void {
    this.#idleMs = 0;
  }
}
