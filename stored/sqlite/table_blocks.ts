/**
 * Reads a measurement table block by block.
 *
 * @module
 */
import type { ColumnShape } from "../../archive/archive.ts";
import { isTime, TIME_COLUMNS } from "../../archive/selection.ts";
import type { SenderNames } from "../../archive/sender_names.ts";
import type { IdRange } from "../../archive/spread.ts";
import { quoteName, type StoredTable } from "../../archive/sqlite/catalogue.ts";
import type {
  ReadDatabase,
  StoredRow,
} from "../../archive/sqlite/read_database.ts";
import { exactSql, realSql } from "../../archive/sqlite/table_reader.ts";
import { exactReader, isLongInteger, isOfAnySize } from "../exact_values.ts";
import type { ExactQuery, ExactRows, ExactValue } from "../stored.ts";

/** The most rows of a block. */
const BLOCK_ROWS = 2048;

/** The most bytes of texts and blobs in a block of several rows. */
const BLOCK_BYTES = 4 * 2 ** 20;

/** Columns before those of the query. */
const STANDARD = 5;

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

/**
 * The conditions of a query besides those on ids.
 *
 * @throws {NotFoundError} if a sender does not exist.
 */
export function conditionsOf(
  { clock = "server", from, to, senders }: ExactQuery,
  names: SenderNames,
): string {
  const time = TIME_COLUMNS[clock];
  const ids = names.ids(senders);
  // Numbers only, so no text of a user gets into the SQL.
  return [
    ids === undefined ? "" : ` AND oml_sender_id IN (${ids.map(Number)})`,
    isTime(from) ? ` AND ${time} >= ${Number(from)}` : "",
    isTime(to) ? ` AND ${time} <= ${Number(to)}` : "",
  ].join("");
}

/** Reads the next block after the id `after`. */
export function readBlock(
  database: ReadDatabase,
  part: TablePart,
  after: number,
): TableBlock {
  const last = blockEnd(database, part, after);
  const rows = select(database, part, [after, last ?? part.ids.to]);
  const lastId = last ?? Number(rows.at(-1)?.[0] ?? part.ids.to);
  return { rows: toBlock(rows, part.columns), lastId };
}

/**
 * The last id of the next block; `undefined` if it is enough to limit the
 * number of rows.
 */
function blockEnd(
  database: ReadDatabase,
  { table: { sql, id }, columns, ids, conditions }: TablePart,
  after: number,
): number | undefined {
  const wide = columns.filter(({ type }) => isOfAnySize(type));
  if (conditions === "" && wide.length === 0) return undefined;
  const sizes = wide.map(({ name }) =>
    `ifnull(octet_length(${quoteName(name)}), 0)`
  );
  const query = "SELECT max(id), total(bytes) FROM " +
    `(SELECT ${id} AS id, ${sizes.join(" + ") || 0} AS bytes FROM ${sql} ` +
    `WHERE ${id} > ? AND ${id} <= ? ORDER BY ${id} LIMIT ?)`;
  for (let rows = BLOCK_ROWS;;) {
    const [last, bytes] = database.first(query, after, ids.to, rows) ?? [];
    const excess = Number(bytes) / BLOCK_BYTES;
    if (excess <= 1 || rows === 1) return Number(last ?? ids.to);
    rows = Math.max(1, Math.floor(rows / Math.max(2, excess)));
  }
}

function select(
  database: ReadDatabase,
  part: TablePart,
  ids: readonly [number, number],
): readonly StoredRow[] {
  try {
    return database.all(selectSql(part, false), ...ids);
  } catch {
    // A number that the runtime refuses; any other fault occurs again.
    return database.all(selectSql(part, true), ...ids);
  }
}

function selectSql(
  { table: { sql, id }, columns, conditions }: TablePart,
  isExact: boolean,
): string {
  const values = [
    ...[id, "oml_sender_id", isExact ? realSql("oml_seq") : "oml_seq"],
    ...["oml_ts_client", "oml_ts_server"],
    ...columns.map(({ name, type }) =>
      isExact || isLongInteger(type) ? exactSql(name) : quoteName(name)
    ),
  ];
  return `SELECT ${values.join(", ")} FROM ${sql} WHERE ${id} > ? ` +
    `AND ${id} <= ?${conditions} ORDER BY ${id} LIMIT ${BLOCK_ROWS}`;
}

function toBlock(
  rows: readonly StoredRow[],
  columns: readonly ColumnShape[],
): ExactRows {
  return {
    count: rows.length,
    ids: rows.map((row) => Number(row[0])),
    senders: rows.map((row) => Number(row[1])),
    seqs: rows.map((row) => Number(row[2])),
    client: rows.map((row) => time(row[3])),
    server: rows.map((row) => time(row[4])),
    values: columns.map((column, i): ExactValue[] => {
      const read = exactReader(column);
      return read === undefined
        ? rows.map((row) => row[STANDARD + i])
        : rows.map((row) => read(row[STANDARD + i]));
    }),
  };
}

function time(value: StoredRow[number]): number | null {
  return typeof value === "number" ? value : null;
}
