/**
 * A run of sequence numbers: those that one start of a client has counted up.
 *
 * @module
 */

/** Holes of a run that can still be filled; older ones stay missing. */
const MOST_HOLES = 16;

/** Numbers below the first one that still belong to a run that began late. */
const EARLIER = 16;

/** Rows of a run that has just begun. */
const FEW_ROWS = 8;

/** Numbers `from` to `to` that are missing. */
interface Hole {
  from: number;
  to: number;
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
  readonly #holes: Hole[] = [];

  /** A run of one number. */
  constructor(seq: number) {
    this.first = seq;
    this.next = seq + 1;
  }

  /** Whether a number is between the first and the last one. */
  spans(seq: number): boolean {
    return this.first <= seq && seq < this.next;
  }

  /** Adds a number that is not less than `next`. */
  extend(seq: number): void {
    if (seq > this.next) this.#miss({ from: this.next, to: seq - 1 });
    this.next = seq + 1;
    this.rows++;
  }

  /** Adds a number that was missing; returns false if it was not. */
  fill(seq: number): boolean {
    const at = this.#holes.findIndex(({ from, to }) =>
      from <= seq && seq <= to
    );
    if (at < 0) return false;
    const { from, to } = this.#holes[at];
    const rest = [{ from, to: seq - 1 }, { from: seq + 1, to }]
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
    if (seq < to) this.#miss({ from: seq + 1, to });
    return true;
  }

  #miss(hole: Hole): void {
    this.missing += hole.to - hole.from + 1;
    if (this.#holes.length >= MOST_HOLES) this.#holes.shift();
    this.#holes.push(hole);
  }
}
