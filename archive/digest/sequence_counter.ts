/**
 * Gaps and duplicates in the sequence numbers of one sender in one table.
 *
 * A client counts its tuples from 0 or 1, and begins again when it is started
 * again. Numbers that were seen already are therefore either the beginning of a
 * new run, or repeated. They are repeated if they begin after the first number
 * of a run and, as far as they go, end before its last one: so a run that was
 * started again is known by its low beginning.
 *
 * @module
 */
import { SequenceRun } from "./sequence_run.ts";

/**
 * Runs that can still continue: several clients may use one name. Memory per
 * counter is bounded by it.
 */
const MOST_RUNS = 3;

/** Rows of other runs after which a run does not continue. */
const IDLE_ROWS = 1_000;

/** How far back from the last number repeated ones begin. */
const REPEATED = 1_000;

/**
 * Tuples at the start of a client that may be lost, so that a new run begins
 * later than the one before, which has at least `LONG_RUN` numbers.
 */
const LOST = 16;
const LONG_RUN = 64;

/** Seconds between a row and its duplicate, if nothing else distinguishes them. */
const SAME_MOMENT = 0.5;

interface ActiveRun {
  readonly run: SequenceRun;
  /** The run that has the same numbers, if these may be repeated ones. */
  readonly original: SequenceRun | undefined;
  /** Number of the row that was added last. */
  usedAt: number;
}

/** Counts numbers in the order of the rows. */
export class SequenceCounter {
  /** The runs that can continue, the last used one first. */
  #runs: ActiveRun[] = [];
  #rows = 0;
  #lastTime = -Infinity;
  #first = Infinity;
  #last = -Infinity;
  /** Of the runs that have ended. */
  #gaps = 0;
  #duplicates = 0;

  /** The smallest number. */
  get first(): number {
    return this.#first;
  }

  /** The largest number. */
  get last(): number {
    return this.#last;
  }

  /** How many numbers are missing. */
  get gaps(): number {
    return this.#runs.filter((active) => !isRepeated(active))
      .reduce((sum, { run }) => sum + run.missing, this.#gaps);
  }

  /** How many rows have the number of another one. */
  get duplicates(): number {
    return this.#runs.filter(isRepeated)
      .reduce((sum, { run }) => sum + run.rows, this.#duplicates);
  }

  /** Adds the number of a row that was received at `time` seconds. */
  add(seq: number, time: number): void {
    this.#rows++;
    if (seq < this.#first) this.#first = seq;
    if (seq > this.#last) this.#last = seq;
    const current = this.#runs.at(0);
    if (current?.run.next === seq) {
      current.run.extend(seq);
      current.usedAt = this.#rows;
      if (this.#runs.length > 1) this.#settle(current);
    } else if (
      current?.run.next === seq + 1 && this.#isDouble(current.run, time)
    ) {
      this.#duplicates++;
    } else {
      this.#place(seq);
    }
    this.#lastTime = time;
  }

  /** A client that is started for one tuple each time sends one number only. */
  #isDouble({ rows }: SequenceRun, time: number): boolean {
    return rows > 1 || time - this.#lastTime < SAME_MOMENT;
  }

  #place(seq: number): void {
    const active = this.#runs.find(({ run }) => run.next === seq) ??
      this.#runs.find(({ run }) => run.fill(seq)) ??
      this.#below(seq) ??
      this.#runs.find(({ run }) => run.prepend(seq)) ??
      this.#begin(seq);
    if (seq >= active.run.next) active.run.extend(seq);
    active.usedAt = this.#rows;
    this.#runs = [active, ...this.#runs.filter((each) => each !== active)];
    this.#settle(active);
    this.#endOld();
  }

  /** The run that ends closest below a number, if it is beyond all of them. */
  #below(seq: number): ActiveRun | undefined {
    return this.#runs.filter(({ run }) => run.next <= seq)
      .toSorted((a, b) => b.run.next - a.run.next).at(0);
  }

  #begin(seq: number): ActiveRun {
    const original = this.#runs.find(({ run }) => run.spans(seq))?.run;
    return {
      run: new SequenceRun(seq),
      original: original && mayRepeat(seq, original) ? original : undefined,
      usedAt: this.#rows,
    };
  }

  /** Repeated numbers have caught up: the original continues. */
  #settle(active: ActiveRun): void {
    const { run, original } = active;
    if (original === undefined || run.next !== original.next) return;
    this.#duplicates += run.rows;
    this.#runs = this.#runs.filter((each) => each !== active);
  }

  #endOld(): void {
    const isOld = ({ usedAt }: ActiveRun, i: number) =>
      i >= MOST_RUNS || this.#rows - usedAt > IDLE_ROWS;
    if (!this.#runs.some(isOld)) return;
    for (const active of this.#runs.filter(isOld)) {
      if (isRepeated(active)) this.#duplicates += active.run.rows;
      else this.#gaps += active.run.missing;
    }
    this.#runs = this.#runs.filter((active, i) => !isOld(active, i));
  }
}

function mayRepeat(seq: number, { first, next }: SequenceRun): boolean {
  const lost = next - first > LONG_RUN ? LOST : 0;
  return seq > first + lost && seq >= next - REPEATED;
}

function isRepeated({ run, original }: ActiveRun): boolean {
  return original !== undefined && run.next <= original.next;
}
