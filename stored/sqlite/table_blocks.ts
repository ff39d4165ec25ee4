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
import { TablePages } from "./pages/table_pages.ts";
import type { ExactRows, ExactValue } from "../stored.ts";

/**
 * Which columns are selected so that the runtime takes all of their integers:
 * that costs time, so it is tried without, then for those of 64 bits, and then
 * for all, since another program may have written into any column.
 */
const CARES = ["none", "long", "all"] as const;

/** The last one also for texts with NUL, of which Deno returns only a part. */
type Care = typeof CARES[number] | "nul";

/** Where a block ends. */
interface BlockEnd {
  /** Its last id; `undefined` if it only has a number of rows. */
  readonly last: number | undefined;
  /** Whether one of its texts has NUL. */
  readonly hasNul: boolean;
}

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
export class TableBlocks implements Disposable {
  readonly #path: string;
  readonly #part: TablePart;
  readonly #readers: readonly ReturnType<typeof exactReader>[];
  /** Finds the end of a block, if limiting its rows is not enough. */
  readonly #endSql: string | undefined;
  /** The selection, by {@linkcode CARES}. */
  readonly #selects: readonly string[];
  /** The selection of texts with NUL, and what reads its values. */
  readonly #nulSelect: string;
  readonly #nulReaders: readonly ReturnType<typeof exactReader>[];
  #care = 0;
  /** The table without SQL; `null` if that can't be, or is not wanted. */
  #pages: TablePages | null | undefined;

  /** Reads from the file called `path`; nothing is read yet. */
  constructor(path: string, part: TablePart) {
    this.#path = path;
    this.#part = part;
    this.#readers = part.columns.map(exactReader);
    this.#endSql = endSql(part);
    this.#selects = CARES.map((care) => selectSql(part, care));
    this.#nulSelect = selectSql(part, "nul");
    this.#nulReaders = this.#readers.map((read) => (value) => {
      const unquoted = unquote(value);
      return read === undefined ? unquoted : read(unquoted);
    });
  }

  /** Reads the next block after the id `after`. */
  read(database: ReadDatabase, after: number): TableBlock {
    this.#pages ??= this.#openPages(database);
    const found = this.#pages?.read(after);
    if (found !== undefined) return found;
    const { last, hasNul } = this.#end(database, after);
    const to = last ?? this.#part.ids.to;
    const rows = this.#select(database, after, to, hasNul);
    const lastId = last ?? Number(rows.at(-1)?.[0] ?? this.#part.ids.to);
    const readers = hasNul ? this.#nulReaders : this.#readers;
    return { rows: toBlock(rows, readers), lastId };
  }

  [Symbol.dispose](): void {
    this.#pages?.[Symbol.dispose]();
  }

  #openPages(database: ReadDatabase): TablePages | null {
    const { table, columns, ids, conditions } = this.#part;
    if (conditions !== "") return null;
    return TablePages.open(database, {
      ...{ path: this.#path, table, columns, to: ids.to },
    }) ?? null;
  }

  /** The end of the next block. */
  #end(database: ReadDatabase, after: number): BlockEnd {
    if (this.#endSql === undefined) return { last: undefined, hasNul: false };
    const { to } = this.#part.ids;
    for (let rows = BLOCK_ROWS;;) {
      const [last, bytes, nul] =
        database.first(this.#endSql, after, to, rows) ?? [];
      const excess = Number(bytes) / BLOCK_BYTES;
      if (excess <= 1 || rows === 1) {
        return { last: Number(last ?? to), hasNul: nul === 1 };
      }
      rows = Math.max(1, Math.floor(rows / Math.max(2, excess)));
    }
  }

  #select(
    database: ReadDatabase,
    after: number,
    to: number,
    hasNul: boolean,
  ): readonly StoredRow[] {
    for (;;) {
      const sql = hasNul ? this.#nulSelect : this.#selects[this.#care];
      try {
        return database.all(sql, after, to);
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
  const nuls = wide.map(({ name }) => hasNulSql(quoteName(name)));
  return "SELECT max(id), total(bytes), max(nul) FROM " +
    `(SELECT ${id} AS id, ${sizes.join(" + ") || 0} AS bytes, ` +
    `${nuls.join(" OR ") || 0} AS nul FROM ${sql} ` +
    `WHERE ${id} > ? AND ${id} <= ? ORDER BY ${id} LIMIT ?)`;
}

function selectSql(
  { table: { sql, id }, columns, conditions }: TablePart,
  care: Care,
): string {
  const isAll = care === "all" || care === "nul";
  const valueSql = ({ name, type }: ColumnShape) => {
    if (care === "nul" && isOfAnySize(type)) return quotedSql(name);
    return isAll || care === "long" && isLongInteger(type)
      ? exactSql(name)
      : quoteName(name);
  };
  const values = [
    ...[id, "oml_sender_id", isAll ? realSql("oml_seq") : "oml_seq"],
    ...["oml_ts_client", "oml_ts_server"],
    ...columns.map(valueSql),
  ];
  return `SELECT ${values.join(", ")} FROM ${sql} WHERE ${id} > ? ` +
    `AND ${id} <= ?${conditions} ORDER BY ${id} LIMIT ${BLOCK_ROWS}`;
}

/** Whether a text has NUL. */
function hasNulSql(column: string): string {
  return `typeof(${column}) = 'text' AND instr(${column}, char(0)) > 0`;
}

/** A value; a text as JSON. */
function quotedSql(name: string): string {
  const column = quoteName(name);
  return `CASE typeof(${column}) WHEN 'text' THEN json_quote(${column}) ` +
    `ELSE ${exactSql(name)} END`;
}

/** Large integers are texts without quotes. */
function unquote(value: StoredRow[number]): StoredRow[number] {
  return typeof value === "string" && value.startsWith('"')
    ? JSON.parse(value)
    : value;
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
