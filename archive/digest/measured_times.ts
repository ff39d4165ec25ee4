/**
 * When the tuples of a run were measured: a few of the times, by which repeated
 * tuples are told from those of a client that counts from the beginning again.
 *
 * @module
 */

/** The most times that are kept. */
const MOST_TIMES = 32;

/**
 * Whether a tuple is one of the run, by its number and its client's time:
 * `same`: it has the time of the one with its number; `like`: its time is
 * between those of its neighbors; `other`: it is not; `unknown`: the times can't
 * tell.
 */
export type Likeness = "same" | "like" | "other" | "unknown";

interface Measured {
  readonly seq: number;
  readonly time: number;
}

/** Keeps the times of some numbers, evenly spread, and those of both ends. */
export class MeasuredTimes {
  #kept: Measured[] = [];
  #lastSeq = -Infinity;
  #lastTime = 0;
  #step = 1;
  #next = -Infinity;

  /** Adds a number that is greater than those before, and its client's time. */
  add(seq: number, time: number): void {
    this.#lastSeq = seq;
    this.#lastTime = time;
    if (seq < this.#next) return;
    this.#kept.push({ seq, time });
    if (this.#kept.length > MOST_TIMES) {
      this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
      this.#step *= 2;
    }
    this.#next = seq + this.#step;
  }

  /** Compares a tuple with a number between the first and the last one. */
  compare(seq: number, time: number): Likeness {
    const last = { seq: this.#lastSeq, time: this.#lastTime };
    const lower = this.#kept.findLast((each) => each.seq <= seq);
    const upper = this.#kept.find((each) => each.seq >= seq) ?? last;
    if (lower === undefined || upper.seq < seq) return "unknown";
    // A client without a clock, or too few tuples.
    const isConstant = this.#kept[0].time === last.time;
    if (isConstant && time === last.time) return "unknown";
    for (const exact of [lower, upper]) {
      if (exact.seq === seq) return exact.time === time ? "same" : "other";
    }
    if (time < lower.time || time > upper.time) return "other";
    return lower.time < upper.time ? "like" : "unknown";
  }
}
