/**
 * What one sender has stored in one table.
 *
 * @module
 */
import type { ActivityCell } from "../activity.ts";
import { RecentRows } from "./recent_rows.ts";
import { SequenceCounter } from "./sequence_counter.ts";

/** Counts rows in the order of their ids. */
export class SenderDigest {
  #tuples = 0;
  #first = Infinity;
  #last = -Infinity;
  #longestSilence = 0;
  #clockOffset = -Infinity;
  readonly #sequence = new SequenceCounter();
  readonly #recent = new RecentRows();

  /** Adds a row; a time is `null` if none is stored. */
  add(seq: number, client: number | null, server: number | null): void {
    this.#tuples++;
    this.#sequence.add(seq, server ?? this.#last);
    if (server === null) return;
    if (client !== null && client - server > this.#clockOffset) {
      this.#clockOffset = client - server;
    }
    if (server - this.#last > this.#longestSilence && this.#last > -Infinity) {
      this.#longestSilence = server - this.#last;
    }
    if (server < this.#first) this.#first = server;
    if (server > this.#last) this.#last = server;
    this.#recent.add(server);
  }

  /** The counts at `now`, in seconds since the experiment's start. */
  counts(now: number): Omit<ActivityCell, "sender" | "table"> {
    const { first, last, gaps, duplicates } = this.#sequence;
    return {
      tuples: this.#tuples,
      firstSeq: finite(first),
      lastSeq: finite(last),
      gaps,
      duplicates,
      first: finite(this.#first),
      last: finite(this.#last),
      rate: this.#recent.rate(now, this.#first),
      longestSilence: this.#longestSilence,
      clockOffset: finite(this.#clockOffset),
    };
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
