/**
 * Limits how long a query takes, and how long it keeps its thread at a stretch.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { TimeLimitError } from "./errors.ts";

/** Milliseconds after which a query is ended. */
export const LIMIT_MS = 2_000;

/** Milliseconds that a query is planned to take, with some left for its end. */
const PLANNED_MS = 1_500;

/** Milliseconds after which other work has its turn. */
const SLICE_MS = 16;

/** The time of one query. */
export class Deadline {
  readonly #start: number;
  readonly #plannedMs: number;
  #sliceStart: number;

  /** A query that starts now, and should take at most `plannedMs`. */
  constructor(plannedMs = PLANNED_MS) {
    this.#start = this.#sliceStart = performance.now();
    this.#plannedMs = plannedMs;
  }

  /** Whether the planned time is over. */
  get isOver(): boolean {
    return performance.now() - this.#start >= this.#plannedMs;
  }

  /** Milliseconds since the start. */
  get spentMs(): number {
    return performance.now() - this.#start;
  }

  /**
   * To be called between two short pieces of work: lets other work run if it is
   * its turn.
   *
   * @throws {TimeLimitError} if the time limit is over.
   */
  async turn(): Promise<void> {
    const now = performance.now();
    if (now - this.#start >= LIMIT_MS) throw new TimeLimitError(LIMIT_MS);
    if (now - this.#sliceStart < SLICE_MS) return;
    // Not an immediate: Deno polls for input only when it is idle.
    await delay(0);
    this.#sliceStart = performance.now();
  }
}
