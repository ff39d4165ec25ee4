/**
 * A run of sequence numbers: those that one start of a client has counted up.
 *
 * @module
 */

import { type Likeness, MeasuredTimes } from "./measured_times.ts";

/** Holes of a run that can still be filled; older ones stay missing. */
const MOST_HOLES = 16;

/** Numbers below the first one that still belong to a run that began late. */
const EARLIER = 16;

/** Rows of a run that has just begun. */
const FEW_ROWS = 8;

/** Numbers `from` to `to` that are missing. */
export interface Hole {
  /** The first number. */
  readonly from: number;
  /** The last number. */
  readonly to: number;
  /** When the row before it was received. */
  readonly since: number;
  /** When the row after it was received. */
  readonly until: number;
}

/** A row, as far as its place in a sequence depends on it. */
export interface NumberedRow {
  /** Its number. */
  readonly seq: number;
  /** When it was received, in seconds. */
  readonly time: number;
  /** When it was measured, in seconds; `null` if none is stored. */
  readonly client: number | null;
}

/** Counts what is missing between the first and the last number. */
export class SequenceRun {
  /** The smallest number. */
  first: number;
  /** The number after the largest one. */
  next: number;
  /** Number of rows, without repeated ones. */
  rows = 1;
  /** How many numbers are missing. */
  missing = 0;
  /** When the first row was received. */
  readonly since: number;
  /** When the last row was received. */
  until: number;
  readonly #measured = new MeasuredTimes();
  readonly #holes: Hole[] = [];
  readonly #close: ((hole: Hole) => void) | undefined;

  /**
   * A run of one row. `close` is called with each hole that can't be filled any
   * more.
   */
  constructor(
    { seq, time, client }: NumberedRow,
    close?: (hole: Hole) => void,
  ) {
    this.first = seq;
    this.next = seq + 1;
    this.since = time;
    this.until = time;
    if (client !== null) this.#measured.add(seq, client);
    this.#close = close;
  }

  /** Whether a row, whose number the run spans, is one of its rows again. */
  compare({ seq, client }: NumberedRow): Likeness {
    return client === null ? "unknown" : this.#measured.compare(seq, client);
  }

  /** The holes that can still be filled. */
  get holes(): readonly Hole[] {
    return this.#holes;
  }

  /** Whether a number is between the first and the last one. */
  spans(seq: number): boolean {
    return this.first <= seq && seq < this.next;
  }

  /** Adds a row whose number is not less than `next`. */
  extend(seq: number, time: number, client: number | null): void {
    if (seq > this.next) {
      this.#miss({
        ...{ from: this.next, to: seq - 1 },
        ...{ since: this.until, until: time },
      });
    }
    this.next = seq + 1;
    this.until = time;
    if (client !== null) this.#measured.add(seq, client);
    this.rows++;
  }

  /** Adds a number that was missing; returns false if it was not. */
  fill(seq: number): boolean {
    const at = this.#holes.findIndex(({ from, to }) =>
      from <= seq && seq <= to
    );
    if (at < 0) return false;
    const hole = this.#holes[at];
    const rest = [{ ...hole, to: seq - 1 }, { ...hole, from: seq + 1 }]
      .filter((hole) => hole.from <= hole.to);
    this.#holes.splice(at, 1, ...rest);
    this.missing--;
    this.rows++;
    return true;
  }

  /** Adds a number slightly before the first one; returns false if it is not. */
  prepend(seq: number): boolean {
    const isBefore = seq < this.first && this.first - seq <= EARLIER;
    if (!isBefore || this.rows > FEW_ROWS) return false;
    const to = this.first - 1;
    this.first = seq;
    this.rows++;
    if (seq < to) {
      const { since } = this;
      this.#miss({ from: seq + 1, to, since, until: since });
    }
    return true;
  }

  #miss(hole: Hole): void {
    this.missing += hole.to - hole.from + 1;
    if (this.#holes.push(hole) <= MOST_HOLES) return;
    const oldest = this.#holes.shift();
    if (oldest !== undefined) this.#close?.(oldest);
  }
}
