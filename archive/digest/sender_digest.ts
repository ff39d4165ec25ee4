/**
 * What one sender has stored in one table.
 *
 * @module
 */
import type { ActivityCell } from "../activity.ts";
import { RecentRows } from "./recent_rows.ts";
import { SequenceCounter } from "./sequence_counter.ts";

/** Successive rows of a sender whose numbers follow each other. */
export interface RowRun {
  /** The first number. */
  readonly seq: number;
  /** How many rows. */
  readonly rows: number;
  /** The earliest time of arrival; `null` if none is stored. */
  readonly first: number | null;
  /** The latest time of arrival; `null` if none is stored. */
  readonly last: number | null;
  /** The longest time between two rows, in seconds. */
  readonly longestSilence: number;
  /** When the first row was measured; `null` if none is stored. */
  readonly firstMeasured: number | null;
  /** When the last row was measured; `null` if none is stored. */
  readonly lastMeasured: number | null;
  /** The largest difference of client and server time; `null` without. */
  readonly clockOffset: number | null;
}

/** Counts rows in the order of their ids. */
export class SenderDigest {
  #tuples = 0;
  #first = Infinity;
  #last = -Infinity;
  #longestSilence = 0;
  #clockOffset = -Infinity;
  readonly #sequence: SequenceCounter;
  readonly #recent = new RecentRows();

  /** `keepsPlaces`: whether the places of gaps and duplicates are kept. */
  constructor(keepsPlaces: boolean = false) {
    this.#sequence = new SequenceCounter(keepsPlaces);
  }

  /** Its gaps and duplicates. */
  get sequence(): SequenceCounter {
    return this.#sequence;
  }

  /** Adds a row; a time is `null` if none is stored. */
  add(seq: number, client: number | null, server: number | null): void {
    this.#addNumber(seq, client, server);
    this.#addTimes(client, server);
  }

  #addNumber(seq: number, client: number | null, server: number | null): void {
    this.#tuples++;
    this.#sequence.add(seq, server ?? this.#last, client);
  }

  #addTimes(client: number | null, server: number | null): void {
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

  /**
   * Adds rows; their times are taken to be spread evenly between the earliest
   * and the latest one.
   */
  addRun({ seq, rows, first, last, ...run }: RowRun): void {
    const step = first === null || last === null || rows < 2
      ? 0
      : (last - first) / (rows - 1);
    for (let i = 0; i < rows; i++) {
      const server = first === null ? null : first + i * step;
      const measured = i === 0
        ? run.firstMeasured
        : i === rows - 1
        ? run.lastMeasured
        : null;
      this.#addNumber(seq + i, measured, server);
      this.#addTimes(null, server);
    }
    // Not by rounded steps.
    if (last !== null && last > this.#last) this.#last = last;
    this.#longestSilence = Math.max(this.#longestSilence, run.longestSilence);
    this.#clockOffset = Math.max(
      this.#clockOffset,
      run.clockOffset ?? -Infinity,
    );
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
