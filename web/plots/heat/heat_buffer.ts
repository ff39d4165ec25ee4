/**
 * Vectors over time.
 *
 * @module
 */
import type { Spectra } from "../../../archive/plots.ts";
import type { CellValue, Clock, Rows } from "../../../archive/rows.ts";
import { numberOf } from "../lines/line_set.ts";
import { binned } from "./bins.ts";

/** A vector at a time. */
export interface HeatColumn {
  /** Its time in seconds. */
  readonly time: number;
  /** Its elements, at most `bins`; NaN: no value. */
  readonly values: Float32Array;
  /** The number of vectors that it is the average of. */
  readonly count: number;
}

/** The latest complete vector. */
export interface LatestVector {
  /** Its time in seconds. */
  readonly time: number;
  /** Name of its sender. */
  readonly sender: string;
  /** Its elements. */
  readonly values: readonly (number | null)[];
}

/**
 * Vectors by ascending time, each reduced to at most `bins` elements. Those that
 * follow each other within a slot of time are averaged, whoever sent them. At `limit` vectors
 * every second one of the older half is dropped.
 */
export class HeatBuffer {
  /** The most elements of a vector. */
  readonly bins: number;
  /** Number of elements of the longest complete vector. */
  elements = 0;
  /** The latest complete vector. */
  latest: LatestVector | undefined;
  #columns: HeatColumn[] = [];
  readonly #slot: number;
  readonly #limit: number;

  /** No vectors yet; a slot lasts `slot` seconds. */
  constructor(bins: number, slot: number, limit = 4_096) {
    this.bins = bins;
    this.#slot = slot;
    this.#limit = limit;
  }

  /** The vectors of an answer. */
  static of(
    spectra: Spectra,
    bins: number,
    slot: number,
    limit?: number,
  ): HeatBuffer {
    const buffer = new HeatBuffer(bins, slot, limit);
    buffer.elements = spectra.length;
    buffer.latest = spectra.latest;
    spectra.times.forEach((time, at) => {
      const values = spectra.values[at] ?? [];
      buffer.#push({ time, values: binned(values, bins), count: 1 });
    });
    return buffer;
  }

  /** The vectors, by ascending time. */
  get columns(): readonly HeatColumn[] {
    return this.#columns;
  }

  /** The latest time; NaN without vectors. */
  get lastTime(): number {
    return this.#columns.at(-1)?.time ?? NaN;
  }

  /** Adds the vectors of new rows, by the time of `clock`. */
  add(rows: Rows, column: string, clock: Clock): void {
    const cells = rows.values[column] ?? [];
    rows.senders.forEach((sender, at) => {
      const time = rows[clock][at] ?? null;
      const cell = cells[at];
      if (time === null || !Array.isArray(cell)) return;
      const values = cell.map(elementOf);
      this.elements = Math.max(this.elements, values.length);
      this.latest = { time, sender, values };
      this.#take({ time, values: binned(values, this.bins), count: 1 });
    });
  }

  /** The index of the first vector at `time` or later. */
  indexFrom(time: number): number {
    let [start, end] = [0, this.#columns.length];
    while (start < end) {
      const middle = (start + end) >> 1;
      if (this.#columns[middle].time < time) start = middle + 1;
      else end = middle;
    }
    return start;
  }

  #take(column: HeatColumn): void {
    const last = this.#columns.at(-1);
    const since = last === undefined ? NaN : column.time - last.time;
    if (last === undefined || !(since >= 0 && since < this.#slot)) {
      return this.#push(column);
    }
    this.#columns[this.#columns.length - 1] = averaged(last, column);
  }

  #push(column: HeatColumn): void {
    const late = column.time < this.lastTime;
    if (late) this.#columns.splice(this.indexFrom(column.time), 0, column);
    else this.#columns.push(column);
    if (this.#columns.length <= this.#limit) return;
    const half = this.#columns.length >> 1;
    this.#columns = this.#columns.filter((_, at) => at >= half || at % 2 === 1);
  }
}

/** The average of a column and one more vector, at the column's time. */
function averaged(column: HeatColumn, one: HeatColumn): HeatColumn {
  const count = column.count + 1;
  const long = column.values.length >= one.values.length
    ? column.values
    : one.values;
  const values = long.map((_, at) => {
    const before = at < column.values.length ? column.values[at] : NaN;
    const value = at < one.values.length ? one.values[at] : NaN;
    if (Number.isNaN(before)) return value;
    return Number.isNaN(value) ? before : before + (value - before) / count;
  });
  return { time: column.time, values, count };
}

function elementOf(value: CellValue): number | null {
  const number = numberOf(value);
  return number === undefined || Number.isNaN(number) ? null : number;
}
