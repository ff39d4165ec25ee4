/**
 * Retries calls of a database that is temporarily unavailable. Other databases
 * are not affected.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { backOff } from "../../shared/back_off.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { StoreError } from "./store.ts";

/** Milliseconds before the third attempt; the second one follows at once. */
const FIRST_PAUSE_MS = 50;

/** Milliseconds of waiting between warnings. */
const WARN_MS = 5_000;

/** Options of a {@linkcode Retry}. */
export interface RetryOptions {
  /** The domain of the database. */
  readonly domain: string;
  /** Ends the retries. */
  readonly abandon: AbortSignal;
  /** Logs long waits. */
  readonly log: Log;
  /** Returns whether the same call may succeed later. */
  readonly isTemporary: (error: unknown) => boolean;
  /** Maximum milliseconds between two attempts. */
  readonly longestPause: number;
  /** Milliseconds between two warnings. */
  readonly warnMs?: number;
}

/** Retries as long as the fault is temporary. */
export class Retry {
  readonly #options: RetryOptions;

  /** Retries according to `options`. */
  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` until it succeeds or fails for good. Long waits are logged, and
   * so is long work.
   *
   * @throws {StoreError} if it fails for another reason, or for too long.
   */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const { abandon, isTemporary, longestPause, warnMs = WARN_MS } =
      this.#options;
    const start = performance.now();
    let why: unknown = "it does not answer, or other calls come first";
    let warnings = 0;
    const watch = setInterval(() => {
      warnings++;
      this.#warn(start, why);
    }, warnMs);
    try {
      for (let failures = 0;; failures++) {
        try {
          const result = await work();
          if (warnings > 0) this.#tellBack(start);
          return result;
        } catch (error) {
          if (!isTemporary(error) || abandon.aborted) {
            throw this.#failure(error);
          }
          why = error;
          const pause = failures === 0
            ? 0
            : backOff(failures, [FIRST_PAUSE_MS, longestPause]);
          await delay(pause, undefined, { signal: abandon })
            .catch(() => undefined);
        }
      }
    } finally {
      clearInterval(watch);
    }
  }

  #warn(start: number, error: unknown): void {
    const { domain, log } = this.#options;
    log.warn("{domain}: still waiting after {seconds} s: {reason}", {
      domain,
      seconds: secondsSince(start),
      reason: errorText(error),
    });
  }

  #tellBack(start: number): void {
    const { domain, log } = this.#options;
    log.info("{domain}: the database is back after {seconds} s", {
      domain,
      seconds: secondsSince(start),
    });
  }

  #failure(cause: unknown): StoreError {
    if (cause instanceof StoreError) return cause;
    return new StoreError(
      `Cannot use the database of ${this.#options.domain}: ${errorText(cause)}`,
      { cause },
    );
  }
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}
