/**
 * Logs one client's rejected samples: the first ones in full, then their
 * number.
 *
 * @module
 */
import { quoteBytes } from "../../codec/values/quote.ts";
import type { Log } from "../../shared/log.ts";
import { FirstFew } from "./first_few.ts";

/** The logged facts of a sample. */
export interface ReportedReject {
  /** Why it is rejected. */
  readonly reason: string;
  /** Index of its stream, if it is defined. */
  readonly stream: number | undefined;
  /** What the client sent. */
  readonly raw: Uint8Array;
}

/**
 * Logs the rejected samples of one client; must be cheap at a million per
 * second.
 */
export class RejectReport {
  readonly #log: Log;
  readonly #client: () => string;
  readonly #few: FirstFew;

  /** Logs to `log`, with the client named by `client`. */
  constructor(log: Log, client: () => string, few = new FirstFew()) {
    this.#log = log;
    this.#client = client;
    this.#few = few;
  }

  /** Adds one sample. */
  add({ reason, stream, raw }: ReportedReject): void {
    const due = this.#few.add();
    if (due === undefined) return;
    if (due === "report") {
      this.#log.warn(
        "{client}: rejected, {reason} (stream {stream}): {sample}",
        {
          client: this.#client(),
          reason,
          stream: stream ?? "unknown",
          sample: quoteBytes(raw),
        },
      );
    } else {
      this.#log.warn(
        "{client}: rejected {count} more samples in {seconds} s",
        { client: this.#client(), ...due },
      );
    }
  }

  /** Logs the total number of rejected samples of the client, if any. */
  end(kept: number): void {
    const { count } = this.#few;
    if (count === 0) return;
    this.#log.warn(
      "{client}: rejected {rejected} samples of {all}; see _oml_rejected",
      {
        client: this.#client(),
        rejected: count,
        all: kept + count,
      },
    );
  }
}
