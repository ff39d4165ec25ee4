/**
 * All lines of a plot.
 *
 * @module
 */
import type { Series } from "../../../archive/plots.ts";
import type { CellValue, Clock, Rows } from "../../../archive/rows.ts";
import { inOrder } from "../view/sender_order.ts";
import { GapWatch, longestPause } from "./gap_watch.ts";
import { LineBuffer } from "./line_buffer.ts";

/** Additions whose times are remembered. */
const REMEMBERED = 32;

/** The values of one sender and column. */
export interface Line {
  /** Name of the sender. */
  readonly sender: string;
  /** Name of the column. */
  readonly column: string;
  /** The points. */
  readonly points: LineBuffer;
}

/** The lines of the selected columns, by sender: reduced rows, then new ones. */
export class LineSet {
  readonly #lines = new Map<string, Line & { readonly gaps: GapWatch }>();
  readonly #limit: number | undefined;
  #senders: readonly string[] | undefined;
  /** The earliest time that each of the last additions changed. */
  #changes: number[] = [];
  #version = 0;

  /** Lines that keep at most `limit` points each. */
  constructor(limit?: number) {
    this.#limit = limit;
  }

  /** Lines with the points of an answer, `pixel` seconds apart. */
  static of(series: Series, pixel: number, limit?: number): LineSet {
    const set = new LineSet(limit);
    for (const { sender, column, times, min, max } of series.lines) {
      const points = new LineBuffer(limit);
      const pause = longestPause(times, pixel, series.covered);
      times.forEach((time, at) => {
        const low = min[at] ?? NaN;
        const last = points.lastTime;
        if (time - last > pause) points.add((last + time) / 2, NaN);
        points.add(time, low, max[at] ?? low);
      });
      const gaps = new GapWatch(points.times, points.length);
      set.#lines.set(keyOf(sender, column), { sender, column, points, gaps });
    }
    return set;
  }

  /** The lines, in no particular order. */
  get lines(): Iterable<Line> {
    return this.#lines.values();
  }

  /** The line of a sender and a column, if it has points. */
  line(sender: string, column: string): Line | undefined {
    return this.#lines.get(keyOf(sender, column));
  }

  /** The names of the senders of all lines, in the order that people expect. */
  get senders(): readonly string[] {
    this.#senders ??= inOrder(
      new Set([...this.#lines.values()].map(({ sender }) => sender)),
    );
    return this.#senders;
  }

  /** Grows with each addition. */
  get version(): number {
    return this.#version;
  }

  /**
   * The earliest time at which lines look different since they had a version;
   * Infinity if nothing changed, -Infinity if that is long ago.
   */
  changedSince(version: number): number {
    const additions = this.#version - version;
    if (additions > this.#changes.length) return -Infinity;
    return Math.min(Infinity, ...this.#changes.slice(-additions || Infinity));
  }

  /** The latest time of all lines; NaN without points. */
  get lastTime(): number {
    let last = NaN;
    for (const { points } of this.#lines.values()) {
      if (!(points.lastTime <= last)) last = points.lastTime;
    }
    return last;
  }

  /** Adds new rows: the values of `columns` by the time of `clock`. */
  add(rows: Rows, columns: readonly string[], clock: Clock): void {
    const times = rows[clock];
    let first = Infinity;
    for (const column of columns) {
      const values = rows.values[column] ?? [];
      rows.senders.forEach((sender, at) => {
        const time = times[at] ?? null;
        const value = numberOf(values[at] ?? null);
        if (time === null || value === undefined) return;
        const { points, gaps } = this.#lineFor(sender, column);
        const last = points.lastTime;
        // What joins the last point to this one is new.
        first = Math.min(first, time, Number.isNaN(last) ? time : last);
        if (gaps.isGap(time)) points.add((last + time) / 2, NaN);
        points.add(time, value);
      });
    }
    this.#version++;
    this.#changes = [...this.#changes.slice(1 - REMEMBERED), first];
  }

  #lineFor(sender: string, column: string): Line & { gaps: GapWatch } {
    const key = keyOf(sender, column);
    let line = this.#lines.get(key);
    if (line === undefined) {
      const points = new LineBuffer(this.#limit);
      line = { sender, column, points, gaps: new GapWatch() };
      this.#lines.set(key, line);
      this.#senders = undefined;
    }
    return line;
  }
}

/**
 * A value as a number: booleans are 0 and 1, large integers are rounded,
 * infinities are gaps (NaN). Unset without a value that can be drawn.
 */
export function numberOf(value: CellValue): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : NaN;
}

function keyOf(sender: string, column: string): string {
  return `${sender}\n${column}`;
}
