/**
 * Everything that the panels of a plot draw.
 *
 * @module
 */
import type { ColumnShape } from "../../../archive/archive.ts";
import type { Clock, Rows } from "../../../archive/rows.ts";
import type { HeatBuffer } from "../heat/heat_buffer.ts";
import type { LineSet } from "../lines/line_set.ts";
import type { LogLines } from "../log/log_lines.ts";
import type { TimeRange } from "../time/time_range.ts";
import { isLine, isText } from "../view/panels.ts";

/** What data are of: a change of it needs other data. */
export interface Subject {
  /** The columns. */
  readonly columns: readonly ColumnShape[];
  /** The senders; all if not given. */
  readonly senders?: readonly string[];
  /** The clock of the times. */
  readonly clock: Clock;
}

/** The parts of an answer. */
export interface PlotParts {
  /** Numbers and booleans. */
  readonly lines: LineSet;
  /** Vectors, by the name of their column. */
  readonly heats: ReadonlyMap<string, HeatBuffer>;
  /** Texts and blobs. */
  readonly log: LogLines;
  /** The share of the rows that were read, 0 to 1. */
  readonly covered: number;
  /** The largest id that was looked at. */
  readonly lastId: number;
  /** The time that was asked for, or that all rows are in. */
  readonly range: TimeRange;
  /** Pixels for each second. */
  readonly density: number;
}

/** Stored rows, reduced, to which new rows can be added. */
export class PlotData implements PlotParts {
  readonly subject: Subject;
  readonly lines: LineSet;
  readonly heats: ReadonlyMap<string, HeatBuffer>;
  readonly log: LogLines;
  readonly covered: number;
  readonly lastId: number;
  readonly range: TimeRange;
  readonly density: number;
  readonly #senders: Set<string>;

  /** The data of an answer. */
  constructor(subject: Subject, parts: PlotParts) {
    this.subject = subject;
    this.lines = parts.lines;
    this.heats = parts.heats;
    this.log = parts.log;
    this.covered = parts.covered;
    this.lastId = parts.lastId;
    this.range = parts.range;
    this.density = parts.density;
    const { lines, log } = parts;
    const inLog = log.lines.map(({ sender }) => sender);
    this.#senders = new Set([...lines.senders, ...inLog]);
  }

  /** Adds new rows. */
  add(rows: Rows): void {
    const { columns, clock } = this.subject;
    for (const sender of rows.senders) this.#senders.add(sender);
    const lines = columns.filter(isLine).map(({ name }) => name);
    this.lines.add(rows, lines, clock);
    for (const [column, heat] of this.heats) heat.add(rows, column, clock);
    const texts = columns.filter(isText);
    if (texts.length > 0) this.log.add(rows, texts, clock);
  }

  /** The senders that it has data of, in no particular order. */
  get senders(): ReadonlySet<string> {
    return this.#senders;
  }

  /** The latest time; NaN without data. */
  get lastTime(): number {
    const times = [
      this.lines.lastTime,
      ...[...this.heats.values()].map(({ lastTime }) => lastTime),
      this.log.lines.at(-1)?.time ?? NaN,
    ].filter((time) => !Number.isNaN(time));
    return times.length === 0 ? NaN : Math.max(...times);
  }
}
