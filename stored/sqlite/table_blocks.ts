/**
 * Reads a measurement table block by block.
 *
 * @module
 */
import type { ColumnShape } from "../../archive/archive.ts";
import type { IdRange } from "../../archive/spread.ts";
import { quoteName, type StoredTable } from "../../archive/sqlite/catalogue.ts";
import type {
  ReadDatabase,
  StoredRow,
} from "../../archive/sqlite/read_database.ts";
import { exactSql, realSql } from "../../archive/sqlite/table_reader.ts";
import {
  BLOCK_BYTES,
  BLOCK_ROWS,
  exactRows,
  LEADING_COLUMNS,
} from "../exact_rows.ts";
import { exactReader, isLongInteger, isOfAnySize } from "../exact_values.ts";
import type { ExactRows, ExactValue } from "../stored.ts";

/**
 * Which columns are selected so that the runtime takes all of their integers:
 * that costs time, so it is tried without, then for those of 64 bits, and then
 * for all, since another program may have written into any column.
 */
const CARES = ["none", "long", "all"] as const;

type Care = typeof CARES[number];

/** What to read of a table. */
export interface TablePart {
  /** The table. */
  readonly table: StoredTable;
  /** The columns. */
  readonly columns: readonly ColumnShape[];
  /** The ids. */
  readonly ids: IdRange;
  /** The other conditions as SQL, each preceded by AND. */
  readonly conditions: string;
}

/** The rows found in a part of a table. */
export interface TableBlock {
  /** The rows; with conditions, there may be none although others follow. */
  readonly rows: ExactRows;
  /** The last id that was looked at. */
  readonly lastId: number;
}

/** Reads one block after the other. */
export class TableBlocks {
  readonly #part: TablePart;
  readonly #readers: readonly ReturnType<typeof exactReader>[];
  /** Finds the end of a block, if limiting its rows is not enough. */
  readonly #endSql: string | undefined;
  /** The selection, by {@linkcode CARES}. */
  readonly #selects: readonly string[];
  #care = 0;

  /** Nothing is read yet. */
  constructor(part: TablePart) {
    this.#part = part;
    this.#readers = part.columns.map(exactReader);
    this.#endSql = endSql(part);
    this.#selects = CARES.map((care) => selectSql(part, care));
  }

  /** Reads the next block after the id `after`. */
  read(database: ReadDatabase, after: number): TableBlock {
    const last = this.#end(database, after);
    const rows = this.#select(database, after, last ?? this.#part.ids.to);
    const lastId = last ?? Number(rows.at(-1)?.[0] ?? this.#part.ids.to);
    return { rows: toBlock(rows, this.#readers), lastId };
  }

  /** The last id of a block; `undefined` if it only has a number of rows. */
  #end(database: ReadDatabase, after: number): number | undefined {
    if (this.#endSql === undefined) return undefined;
    const { to } = this.#part.ids;
    for (let rows = BLOCK_ROWS;;) {
      const [last, bytes] = database.first(this.#endSql, after, to, rows) ?? [];
      const excess = Number(bytes) / BLOCK_BYTES;
      if (excess <= 1 || rows === 1) return Number(last ?? to);
      rows = Math.max(1, Math.floor(rows / Math.max(2, excess)));
    }
  }

  #select(
    database: ReadDatabase,
    after: number,
    to: number,
  ): readonly StoredRow[] {
    for (;;) {
      try {
        return database.all(this.#selects[this.#care], after, to);
      } catch (error) {
        if (!isTooLarge(error) || this.#care === CARES.length - 1) throw error;
        this.#care++;
      }
    }
  }
}

/** Whether the runtime refuses an integer beyond 2^53. */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError;
}

function endSql(
  { table: { sql, id }, columns, conditions }: TablePart,
): string | undefined {
  const wide = columns.filter(({ type }) => isOfAnySize(type));
  if (conditions === "" && wide.length === 0) return undefined;
  const sizes = wide.map(({ name }) =>
    `ifnull(octet_length(${quoteName(name)}), 0)`
  );
  return "SELECT max(id), total(bytes) FROM " +
    `(SELECT ${id} AS id, ${sizes.join(" + ") || 0} AS bytes FROM ${sql} ` +
    `WHERE ${id} > ? AND ${id} <= ? ORDER BY ${id} LIMIT ?)`;
}

function selectSql(
  { table: { sql, id }, columns, conditions }: TablePart,
  care: Care,
): string {
  const isCareful = (type: string) =>
    care === "all" || care === "long" && isLongInteger(type);
  const values = [
    ...[id, "oml_sender_id", care === "all" ? realSql("oml_seq") : "oml_seq"],
    ...["oml_ts_client", "oml_ts_server"],
    ...columns.map(({ name, type }) =>
      isCareful(type) ? exactSql(name) : quoteName(name)
    ),
  ];
  return `SELECT ${values.join(", ")} FROM ${sql} WHERE ${id} > ? ` +
    `AND ${id} <= ?${conditions} ORDER BY ${id} LIMIT ${BLOCK_ROWS}`;
}

function toBlock(
  rows: readonly StoredRow[],
  readers: readonly ReturnType<typeof exactReader>[],
): ExactRows {
  return exactRows(
    rows,
    time,
    readers.map((read, i): readonly ExactValue[] =>
      read === undefined
        ? rows.map((row) => row[LEADING_COLUMNS + i])
        : rows.map((row) => read(row[LEADING_COLUMNS + i]))
    ),
  );
}

function time(value: StoredRow[number]): number | null {
  return typeof value === "number" ? value : null;
}
