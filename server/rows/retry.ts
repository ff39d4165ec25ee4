/**
 * Waits for a database that can't be used now, without holding up anybody
 * else.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { StoreError } from "./store.ts";

/** Milliseconds before the third try; the second one comes at once. */
const FIRST_PAUSE_MS = 50;

/** Milliseconds of waiting that deserve a warning, again and again. */
const WARN_MS = 5_000;

/** Whom to wait for, and how. */
export interface PatienceOptions {
  /** Whose database it is. */
  readonly domain: string;
  /** Ends the waiting. */
  readonly abandon: AbortSignal;
  /** Where long waiting is told. */
  readonly log: Log;
  /** Whether the same call may work later. */
  readonly isTemporary: (error: unknown) => boolean;
  /** Milliseconds between two tries, at most. */
  readonly longestPause: number;
  /** Milliseconds of waiting after which it is told, again and again. */
  readonly warnMs?: number;
}

/** Tries again while what is in the way may pass. */
export class Patience {
  readonly #options: PatienceOptions;

  /** Waits as `options` say. */
  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /**
   * Does `work`, again and again while it fails for what may pass. Work that
   * takes long deserves a warning as well.
   *
   * @throws {StoreError} if it fails for another reason, or for too long.
   */
  async with<T>(work: () => T | Promise<T>): Promise<T> {
    const { abandon, isTemporary, longestPause, warnMs = WARN_MS } =
      this.#options;
    const start = performance.now();
    let why: unknown = "it does not answer, or others come first";
    let warnings = 0;
    const watch = setInterval(() => {
      warnings++;
      this.#warn(start, why);
    }, warnMs);
    try {
      for (let pause = 0;; pause = Math.max(2 * pause, FIRST_PAUSE_MS)) {
        try {
          const result = await work();
          if (warnings > 0) this.#tellBack(start);
          return result;
        } catch (error) {
          if (!isTemporary(error) || abandon.aborted) {
            throw this.#failure(error);
          }
          why = error;
          await this.#pause(Math.min(pause, longestPause));
        }
      }
    } finally {
      clearInterval(watch);
    }
  }

  /** Resolves after `ms`, or as soon as there is no more patience. */
  #pause(ms: number): Promise<void> {
    const { abandon } = this.#options;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        abandon.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      abandon.addEventListener("abort", done);
    });
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
