/**
 * Bounds the queries that run at the same time.
 *
 * @module
 */
import { DisconnectedError, TooBusyError } from "../errors/api_errors.ts";

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
  readonly #waiting = new Set<() => void>();
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
   * @throws {DisconnectedError} if `signal` is aborted before its turn.
   */
  async run<T>(
    query: () => Promise<T>,
    signal?: AbortSignal,
    isPatient = false,
  ): Promise<T> {
    if (signal?.aborted) throw new DisconnectedError();
    if (this.#running >= this.#limits.running) {
      if (!isPatient) this.#checkRoom();
      await this.#turn(signal);
    } else this.#running++;
    try {
      return await query();
    } finally {
      this.#next();
    }
  }

  #checkRoom(): void {
    if (this.#waiting.size < this.#limits.waiting) return;
    throw new TooBusyError(
      `${this.#waiting.size} queries are waiting already`,
      1,
      "try again in a second, or close other pages",
    );
  }

  /** Waits until an ending query passes its place on. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(start);
        reject(new DisconnectedError());
      };
      this.#waiting.add(start);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  #next(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running--;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
