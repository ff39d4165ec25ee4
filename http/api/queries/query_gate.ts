/**
 * Bounds the queries that run at the same time.
 *
 * @module
 */
import { TooBusyError } from "../errors/api_errors.ts";

/** How many queries there may be. */
export interface QueryLimits {
  /** At the same time. */
  readonly running: number;
  /** Waiting for one of these to end. */
  readonly waiting: number;
}

/** Runs some queries at a time; others wait in the order of their arrival. */
export class QueryGate {
  readonly #limits: QueryLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Bounds queries by `limits`. */
  constructor(limits: QueryLimits) {
    this.#limits = limits;
  }

  /**
   * Runs `query` in its turn. A `patient` one may wait even if as many as may
   * wait do so already: its number is bounded by other means.
   *
   * @throws {TooBusyError} if too many queries wait.
   */
  async run<T>(query: () => Promise<T>, isPatient = false): Promise<T> {
    if (this.#running >= this.#limits.running) {
      if (!isPatient) this.#checkRoom();
      await new Promise<void>((start) => this.#waiting.push(start));
    } else this.#running++;
    try {
      return await query();
    } finally {
      this.#next();
    }
  }

  #checkRoom(): void {
    if (this.#waiting.length < this.#limits.waiting) return;
    throw new TooBusyError(
      `${this.#waiting.length} queries are waiting already`,
      1,
      "try again in a second, or close other pages",
    );
  }

  /** Passes the place of a query that has ended to the next one. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
