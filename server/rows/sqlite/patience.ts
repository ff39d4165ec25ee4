/**
 * Waits for a lock or a disk without holding up anybody else.
 *
 * @module
 */
import type { Log } from "../../../ports/log.ts";
import { StoreError } from "../store.ts";
import { isBusy, isDiskFault } from "./sqlite_errors.ts";
import { errorText } from "../../../ports/error_text.ts";

/** Milliseconds between two tries while another process is in the way. */
const RETRY_MS = 50;

/** Milliseconds of waiting that deserve a warning, again and again. */
const WARN_MS = 5_000;

/** Tries again where another process is in the way. */
export class Patience {
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
   * Does `work`, again and again while it fails for a lock or a disk.
   *
   * @throws {StoreError} if it fails for another reason, or for too long.
   */
  async with<T>(work: () => T): Promise<T> {
    const start = Date.now();
    let warned = start;
    for (;;) {
      try {
        return work();
      } catch (error) {
        const temporary = isBusy(error) || isDiskFault(error);
        if (!temporary || this.#abandon.aborted) throw this.#failure(error);
        if (Date.now() - warned >= WARN_MS) {
          warned = Date.now();
          this.#warn(Math.round((warned - start) / 1000), error);
        }
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }

  #warn(seconds: number, error: unknown): void {
    this.#log.warn("{domain}: still waiting after {seconds} s: {reason}", {
      domain: this.#domain,
      seconds,
      reason: String(error),
    });
  }

  #failure(cause: unknown): StoreError {
    const why = errorText(cause);
    return new StoreError(
      `Cannot use the database of ${this.#domain}: ${why}`,
      { cause },
    );
  }
}
