/**
 * Tells the log of one client's refused samples: the first ones in full, then
 * their number.
 *
 * @module
 */
import { quoteBytes } from "../codec/values/quote.ts";
import type { Log } from "../ports/log.ts";

/** Samples that are shown in full. */
const FIRST = 5;

/** Milliseconds between two counts of the others. */
const COUNT_MS = 10_000;

/** What is told of a sample. */
export interface Refusal {
  /** Why it is refused. */
  readonly reason: string;
  /** Index of its stream, if it is a defined one. */
  readonly stream: number | undefined;
  /** What the client sent. */
  readonly raw: Uint8Array;
}

/** Refused samples of one client; a million a second must cost little. */
export class RefusalReport {
  readonly #log: Log;
  readonly #client: () => string;
  readonly #now: () => number;
  #refused = 0;
  /** How many were told, and when. */
  #told = 0;
  #toldAt = 0;

  /**
   * Tells `log`, calling the client what `client` returns; `now` is a monotonic
   * clock, in ms.
   */
  constructor(
    log: Log,
    client: () => string,
    now: () => number = () => performance.now(),
  ) {
    this.#log = log;
    this.#client = client;
    this.#now = now;
  }

  /** Takes one sample. */
  add({ reason, stream, raw }: Refusal): void {
    if (++this.#refused > FIRST) return this.#count();
    this.#log.warn("{client}: refused, {reason} (stream {stream}): {sample}", {
      client: this.#client(),
      reason,
      stream: stream ?? "unknown",
      sample: quoteBytes(raw),
    });
    this.#told = this.#refused;
    this.#toldAt = this.#now();
  }

  /** Tells how many of the client's samples were refused in all, if any. */
  end(kept: number): void {
    if (this.#refused === 0) return;
    this.#log.warn(
      "{client}: refused {refused} samples of {all}; see _oml_rejected",
      {
        client: this.#client(),
        refused: this.#refused,
        all: kept + this.#refused,
      },
    );
  }

  #count(): void {
    const now = this.#now();
    if (now - this.#toldAt < COUNT_MS) return;
    this.#log.warn("{client}: refused {count} more samples in {seconds} s", {
      client: this.#client(),
      count: this.#refused - this.#told,
      seconds: Math.round((now - this.#toldAt) / 1000),
    });
    this.#told = this.#refused;
    this.#toldAt = now;
  }
}
