/**
 * Tells the log of one client's rejected samples: the first ones in full, then
 * their number.
 *
 * @module
 */
import { quoteBytes } from "../../codec/values/quote.ts";
import type { Log } from "../../shared/log.ts";
import { FirstFew } from "./first_few.ts";

/** What is told of a sample. */
export interface ReportedReject {
  /** Why it is rejected. */
  readonly reason: string;
  /** Index of its stream, if it is a defined one. */
  readonly stream: number | undefined;
  /** What the client sent. */
  readonly raw: Uint8Array;
}

/** Rejected samples of one client; a million a second must cost little. */
export class RejectReport {
  readonly #log: Log;
  readonly #client: () => string;
  readonly #few: FirstFew;

  /** Tells `log`, calling the client what `client` returns. */
  constructor(log: Log, client: () => string, few = new FirstFew()) {
    this.#log = log;
    this.#client = client;
    this.#few = few;
  }

  /** Takes one sample. */
  add({ reason, stream, raw }: ReportedReject): void {
    const told = this.#few.add();
    if (told === undefined) return;
    if (told === "tell") {
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
        { client: this.#client(), ...told },
      );
    }
  }

  /** Tells how many of the client's samples were rejected in all, if any. */
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
