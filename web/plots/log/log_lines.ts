/**
 * The lines of a log.
 *
 * @module
 */
import type { ColumnShape } from "../../../archive/archive.ts";
import type { Clock, Rows } from "../../../archive/rows.ts";
import { cellText } from "./cell_text.ts";

/** A row as a line of a log. */
export interface LogLine {
  /** Its id. */
  readonly id: number;
  /** Its time in seconds; `null` if it has none. */
  readonly time: number | null;
  /** Name of its sender. */
  readonly sender: string;
  /** The values of its columns, each on one line. */
  readonly cells: readonly string[];
}

/** What a log shows. */
export interface LogFilter {
  /** Text that a line or its sender contains, in any case; empty: all. */
  readonly text: string;
  /** Senders that are not shown. */
  readonly hidden: ReadonlySet<string>;
}

/** The latest lines of a log, at most `limit`. */
export class LogLines {
  #lines: LogLine[] = [];
  #version = 0;
  readonly #limit: number;

  /** No lines yet. */
  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  /** All lines, by ascending id. */
  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /** The largest id; 0 without lines. */
  get lastId(): number {
    return this.#lines.at(-1)?.id ?? 0;
  }

  /** Adds rows; those that are known already are left out. */
  add(rows: Rows, columns: readonly ColumnShape[], clock: Clock): void {
    const last = this.lastId;
    rows.ids.forEach((id, at) => {
      if (id <= last) return;
      const cells = columns.map(({ name, kind }) =>
        cellText(rows.values[name]?.[at] ?? null, kind)
      );
      const time = rows[clock][at] ?? null;
      this.#lines.push({ id, time, sender: rows.senders[at], cells });
    });
    const surplus = this.#lines.length - this.#limit;
    if (surplus > 0) this.#lines.splice(0, surplus);
    this.#version++;
  }

  /** The lines that a filter lets through. */
  matching({ text, hidden }: LogFilter): readonly LogLine[] {
    const sought = text.trim().toLowerCase();
    if (sought === "" && hidden.size === 0) return this.#lines;
    return this.#lines.filter((line) =>
      !hidden.has(line.sender) &&
      (sought === "" ||
        [line.sender, ...line.cells].some((text) =>
          text.toLowerCase().includes(sought)
        ))
    );
  }
}
