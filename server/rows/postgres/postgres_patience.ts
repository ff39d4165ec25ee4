/**
 * Waits for a PostgreSQL server that is away, without holding up anybody else.
 *
 * @module
 */
import type { Log } from "../../../ports/log.ts";
import { errorText } from "../../../ports/error_text.ts";
import { StoreError } from "../store.ts";
import { isTemporary } from "./postgres_errors.ts";

/** Milliseconds between two tries; the second try comes at once. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Milliseconds of waiting that deserve a warning, again and again. */
const WARN_MS = 5_000;

/** Tries again while the server is away. */
export class PostgresPatience {
  readonly #domain: string;
  readonly #abandon: AbortSignal;
  readonly #log: Log;

  /** Waits for the database of `domain` until `abandon` says no longer. */
  constructor(domain: string, abandon: AbortSignal, log: Log) {
    this.#domain = domain;
    this.#abandon = abandon;
    this.#log = log;
  }

  /**
   * Does `work`, again and again while it fails for what may pass.
   *
   * @throws {StoreError} if it fails for another reason, or for too long.
   */
  async with<T>(work: () => Promise<T>): Promise<T> {
    const start = Date.now();
    let warned = start;
    for (let pause = 0;; pause = Math.max(2 * pause, FIRST_PAUSE_MS)) {
      try {
        const result = await work();
        if (warned > start) this.#tellBack(start);
        return result;
      } catch (error) {
        if (!isTemporary(error) || this.#abandon.aborted) {
          throw this.#failure(error);
        }
        if (Date.now() - warned >= WARN_MS) {
          warned = Date.now();
          this.#warn(start, error);
        }
        await this.#pause(Math.min(pause, LONGEST_PAUSE_MS));
      }
    }
  }

  /** Resolves after `ms`, or as soon as there is no more patience. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#abandon.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#abandon.addEventListener("abort", done);
    });
  }

  #warn(start: number, error: unknown): void {
    this.#log.warn("{domain}: still waiting after {seconds} s: {reason}", {
      domain: this.#domain,
      seconds: secondsSince(start),
      reason: errorText(error),
    });
  }

  #tellBack(start: number): void {
    this.#log.info("{domain}: PostgreSQL is back after {seconds} s", {
      domain: this.#domain,
      seconds: secondsSince(start),
    });
  }

  #failure(cause: unknown): StoreError {
    if (cause instanceof StoreError) return cause;
    return new StoreError(
      `Cannot use the database of ${this.#domain}: ${errorText(cause)}`,
      { cause },
    );
  }
}

function secondsSince(start: number): number {
  return Math.round((Date.now() - start) / 1000);
}
