/**
 * All rows of a query as CSV, in parts.
 *
 * @module
 */
import { TimeLimitError } from "../../../archive/errors.ts";
import type { Rows, RowsQuery } from "../../../archive/rows.ts";
import { PageSize } from "../queries/page_size.ts";
import type { PartSource } from "../queries/pulled_stream.ts";
import { csvHeader, csvLines } from "./csv_text.ts";

/** Rows of the first part, whose size is not known. */
const FIRST_ROWS = 100;

/** Bytes of a part: larger ones are not faster, and leave more garbage. */
const PART_BYTES = 256 * 1024;

/** What is written. */
export interface CsvOptions {
  /** The columns. */
  readonly columns: readonly string[];
  /** The largest id: rows that arrive during the download do not belong to it. */
  readonly lastId: number;
  /** Reads rows. */
  readonly read: (query: Pick<RowsQuery, "after" | "limit">) => Promise<Rows>;
  /** Called at the end. */
  readonly closed: () => void;
}

/** Reads rows, and writes them as CSV, one part at a time. */
export class CsvPages implements PartSource {
  readonly #options: CsvOptions;
  readonly #size = new PageSize(FIRST_ROWS, PART_BYTES);
  #after: number | undefined;
  #first: string | undefined;

  /** Writes what `options` says. */
  constructor(options: CsvOptions) {
    this.#options = options;
  }

  /**
   * Reads the first part, which {@linkcode CsvPages.next} returns.
   *
   * @throws {ArchiveError} if that fails: the answer is an error then.
   */
  async open(): Promise<void> {
    const lines = await this.#page();
    this.#first = csvHeader(this.#options.columns) + (lines ?? "");
  }

  async next(): Promise<string | undefined> {
    const first = this.#first;
    this.#first = undefined;
    return first ?? await this.#page();
  }

  close(): void {
    this.#first = undefined;
    this.#options.closed();
  }

  /** The lines of the next rows; `undefined` if there are none. */
  async #page(): Promise<string | undefined> {
    const { columns, lastId } = this.#options;
    while (this.#after === undefined || this.#after < lastId) {
      const rows = upTo(lastId, await this.#rows());
      this.#after = rows.more ? this.#moved(rows.lastId) : lastId;
      const lines = csvLines(rows, columns);
      this.#size.learn(rows.ids.length, lines.length);
      if (lines !== "") return lines;
    }
    return undefined;
  }

  /** `id`, which must be greater than the one before. */
  #moved(id: number): number {
    if (id > (this.#after ?? 0)) return id;
    throw new Error(`The archive does not move on after id ${id}`);
  }

  /** Some rows; fewer if they cannot be read in time. */
  async #rows(): Promise<Rows> {
    for (;;) {
      const limit = this.#size.rows;
      try {
        return await this.#options.read({ after: this.#after, limit });
      } catch (error) {
        const isLate = error instanceof TimeLimitError;
        if (!isLate || !this.#size.shrink()) throw error;
      }
    }
  }
}

/** Without rows of greater ids. */
function upTo(lastId: number, rows: Rows): Rows {
  const beyond = rows.ids.findIndex((id) => id > lastId);
  if (beyond === -1) return rows;
  return { ...rows, ids: rows.ids.slice(0, beyond), more: false };
}
