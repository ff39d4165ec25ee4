/**
 * Gaps and duplicates in the sequence numbers of one sender in one table.
 *
 * A client counts its tuples from 0 or 1, and begins again when it is started
 * again. Numbers that were seen already are therefore either the beginning of a
 * new run, or repeated. The clients' times tell: repeated tuples have those of
 * the run that has their numbers. Without usable times, they are repeated if
 * they begin after the first number of a run and, as far as they go, end before
 * its last one: so a run that was started again is known by its low beginning.
 *
 * @module
 */
import { LargestPlaces, type SequencePlace } from "./sequence_places.ts";
import { type Hole, type NumberedRow, SequenceRun } from "./sequence_run.ts";

/**
 * Runs that can still continue: several clients may use one name. Memory per
 * counter is bounded by it.
 */
const MOST_RUNS = 3;

/** Runs that have ended, but may be repeated. */
const MOST_ENDED = 4;

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

/** The largest places, if they are kept. */
interface KeptPlaces {
  readonly missing: LargestPlaces;
  readonly repeated: LargestPlaces;
}

/** Counts numbers in the order of the rows. */
export class SequenceCounter {
  readonly #places: KeptPlaces | undefined;
  /** The runs that can continue, the last used one first. */
  #runs: ActiveRun[] = [];
  #rows = 0;
  #lastTime = -Infinity;
  #first = Infinity;
  #last = -Infinity;
  /** Of the runs that have ended. */
  #gaps = 0;
  #duplicates = 0;
  #starts = 0;
  #ended: readonly SequenceRun[] = [];
  /** Rows in succession that are each the double of the one before. */
  #doubles: SequencePlace | undefined;

  /** `keepsPlaces`: whether the places of gaps and duplicates are kept. */
  constructor(keepsPlaces: boolean = false) {
    this.#places = keepsPlaces
      ? { missing: new LargestPlaces(), repeated: new LargestPlaces() }
      : undefined;
  }

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

  /** How often a client began to count. */
  get starts(): number {
    return this.#starts +
      this.#runs.filter((active) => !isRepeated(active)).length;
  }

  /**
   * Where numbers are missing: the largest gaps, in order; empty unless places
   * are kept.
   */
  get missingPlaces(): SequencePlace[] {
    const open = this.#runs.filter((active) => !isRepeated(active))
      .flatMap(({ run }) => run.holes.map(missingPlace));
    return this.#places?.missing.with(open) ?? [];
  }

  /** Where numbers are repeated: the longest successions, in order. */
  get repeatedPlaces(): SequencePlace[] {
    const open = this.#runs.filter(isRepeated)
      .map(({ run }) => repeatedPlace(run));
    const doubles = this.#doubles === undefined ? [] : [this.#doubles];
    return this.#places?.repeated.with([...open, ...doubles]) ?? [];
  }

  /**
   * Adds the number of a row that was received at `time` and measured at
   * `client` seconds; `null` if that is unknown.
   */
  add(seq: number, time: number, client: number | null = null): void {
    this.#rows++;
    if (seq < this.#first) this.#first = seq;
    if (seq > this.#last) this.#last = seq;
    const current = this.#runs.at(0);
    if (current?.run.next === seq) {
      current.run.extend(seq, time, client);
      current.usedAt = this.#rows;
      if (this.#runs.length > 1) this.#settle(current);
    } else if (
      current?.run.next === seq + 1 &&
      this.#isDouble(current.run, { seq, time, client })
    ) {
      this.#duplicates++;
      if (this.#places !== undefined) this.#noteDouble(seq, time);
    } else {
      this.#place({ seq, time, client });
    }
    this.#lastTime = time;
  }

  /** A client that is started for one tuple each time sends one number only. */
  #isDouble(run: SequenceRun, row: NumberedRow): boolean {
    const likeness = run.compare(row);
    if (likeness === "unknown") {
      return run.rows > 1 || row.time - this.#lastTime < SAME_MOMENT;
    }
    return likeness === "same";
  }

  #noteDouble(seq: number, time: number): void {
    const doubles = this.#doubles;
    if (doubles?.to === seq - 1) {
      const count = doubles.count + 1;
      this.#doubles = { ...doubles, to: seq, count, until: time };
      return;
    }
    if (doubles !== undefined) this.#places?.repeated.add(doubles);
    this.#doubles = { from: seq, to: seq, count: 1, since: time, until: time };
  }

  #place(row: NumberedRow): void {
    const { seq, time, client } = row;
    const active = this.#runs.find(({ run }) => run.next === seq) ??
      this.#runs.find(({ run }) => run.fill(seq)) ??
      this.#below(seq) ??
      this.#runs.find(({ run }) => run.prepend(seq)) ??
      this.#begin(row);
    if (seq >= active.run.next) active.run.extend(seq, time, client);
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

  #begin(row: NumberedRow): ActiveRun {
    const original = [...this.#runs.map(({ run }) => run), ...this.#ended]
      .find((run) => run.spans(row.seq) && mayRepeat(row, run));
    // Numbers that are missing among repeated ones are no gap.
    const close = original === undefined ? this.#closeHole : undefined;
    const run = new SequenceRun(row, close);
    return { run, original, usedAt: this.#rows };
  }

  readonly #closeHole = (hole: Hole): void =>
    this.#places?.missing.add(missingPlace(hole));

  /** Repeated numbers have caught up: the original continues. */
  #settle(active: ActiveRun): void {
    const { run, original } = active;
    if (original === undefined || run.next !== original.next) return;
    this.#repeat(run);
    this.#runs = this.#runs.filter((each) => each !== active);
  }

  #endOld(): void {
    const isIdle = ({ usedAt }: ActiveRun) => this.#rows - usedAt > IDLE_ROWS;
    const isUsed = (active: ActiveRun, i: number) =>
      i < MOST_RUNS && !isIdle(active);
    if (this.#runs.every(isUsed)) return;
    const used = this.#runs.filter(isUsed);
    // A run continues when its repeated numbers have ended.
    const goesOn = ({ run }: ActiveRun) =>
      used.some((active) => active.original === run && isRepeated(active));
    const ended = this.#runs.filter((active) =>
      !used.includes(active) && !goesOn(active)
    );
    for (const active of ended) {
      if (isRepeated(active)) this.#repeat(active.run);
      else this.#end(active.run);
    }
    this.#runs = this.#runs.filter((active) => !ended.includes(active));
  }

  #repeat(run: SequenceRun): void {
    this.#duplicates += run.rows;
    this.#places?.repeated.add(repeatedPlace(run));
  }

  #end(run: SequenceRun): void {
    this.#gaps += run.missing;
    this.#starts++;
    run.holes.forEach(this.#closeHole);
    this.#ended = [run, ...this.#ended].slice(0, MOST_ENDED);
  }
}

function missingPlace(hole: Hole): SequencePlace {
  return { ...hole, count: hole.to - hole.from + 1 };
}

function repeatedPlace(
  { first, next, rows, since, until }: SequenceRun,
): SequencePlace {
  return { from: first, to: next - 1, count: rows, since, until };
}

function mayRepeat(row: NumberedRow, run: SequenceRun): boolean {
  const likeness = run.compare(row);
  if (likeness === "same") return true;
  if (likeness === "other") return false;
  const { first, next } = run;
  const lost = next - first > LONG_RUN ? LOST : 0;
  if (row.seq <= first + lost) return false;
  return likeness === "like" || row.seq >= next - REPEATED;
}

function isRepeated({ run, original }: ActiveRun): boolean {
  return original !== undefined && run.next <= original.next;
}
