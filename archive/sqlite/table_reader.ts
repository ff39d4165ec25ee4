/**
 * Reads parts of a measurement table.
 *
 * @module
 */
import { isTime, joinTimes } from "../selection.ts";
import { isUnsigned64 } from "../cell_values.ts";
import type { ColumnShape } from "../archive.ts";
import type { IdRange } from "../spread.ts";
import type { BlockTimes, TimeIndex, TimeRange } from "../time_index.ts";
import { quoteName, type StoredTable } from "./catalogue.ts";
import type { ReadDatabase, StoredRow } from "./read_database.ts";

/** Rows at each end of a table whose times are looked at. */
const END_ROWS = 64;

/** The smallest and the largest id of a table; `undefined` without rows. */
export function idRange(
  database: ReadDatabase,
  { sql, id }: StoredTable,
): IdRange | undefined {
  // Together in one query, they would be sought in all rows.
  const [from, to] = database.first(
    `SELECT (SELECT min(${id}) FROM ${sql}), (SELECT max(${id}) FROM ${sql})`,
  ) ?? [];
  return typeof from === "number" && typeof to === "number"
    ? { from, to }
    : undefined;
}

/** Rows estimated from a range of ids. */
export function rowsIn(range: IdRange | undefined): number {
  return range === undefined ? 0 : range.to - range.from + 1;
}

/**
 * An expression for a column of numbers as JavaScript's: exact up to 2^53,
 * and positive if it is unsigned.
 */
export function numberSql({ name, type }: ColumnShape): string {
  const column = quoteName(name);
  if (isUnsigned64(type)) {
    return `CASE WHEN ${column} < 0 THEN ${column} + 18446744073709551616.0 ` +
      `ELSE CAST(${column} AS REAL) END`;
  }
  // A larger number would be refused by the runtime.
  return type === "double" ? column : realSql(column);
}

/** An expression for a column with its exact value: large integers as text. */
export function exactSql(name: string): string {
  const column = quoteName(name);
  return `CASE WHEN typeof(${column}) = 'integer' AND ` +
    `${column} NOT BETWEEN -9007199254740991 AND 9007199254740991 ` +
    `THEN CAST(${column} AS TEXT) ELSE ${column} END`;
}

/** Integers as numbers of any size; other values are as they are. */
export function realSql(column: string): string {
  return `CASE WHEN typeof(${column}) = 'integer' ` +
    `THEN CAST(${column} AS REAL) ELSE ${column} END`;
}

/** Adds complete blocks to an index as long as `goOn` returns true. */
export async function extendIndex(
  { database, table, lastId }: {
    readonly database: ReadDatabase;
    readonly table: StoredTable;
    readonly lastId: number;
  },
  index: TimeIndex,
  goOn: () => Promise<boolean>,
): Promise<void> {
  for (;;) {
    const block = index.next(lastId);
    if (block === undefined || !await goOn()) return;
    // Another query may have added it meanwhile.
    if (index.end === block.from) index.add(readTimes(database, table, block));
  }
}

/** The earliest and latest times of some rows. */
export function readTimes(
  database: ReadDatabase,
  { sql, id }: StoredTable,
  { from, to }: IdRange,
): BlockTimes {
  const [a, b, c, d] = database.first(
    "SELECT min(oml_ts_client), max(oml_ts_client), min(oml_ts_server), " +
      `max(oml_ts_server) FROM ${sql} WHERE ${id} BETWEEN ? AND ?`,
    from,
    to,
  ) ?? [];
  return { client: timeRange(a, b), server: timeRange(c, d) };
}

/** The times at both ends of a range. */
export function readEndTimes(
  database: ReadDatabase,
  table: StoredTable,
  { from, to }: IdRange,
): BlockTimes {
  const first = readTimes(database, table, { from, to: from + END_ROWS });
  const last = readTimes(database, table, { from: to - END_ROWS, to });
  return {
    client: joinTimes(first.client, last.client),
    server: joinTimes(first.server, last.server),
  };
}

/** A time that is no number must not hide the others. */
function timeRange(
  from: StoredRow[number] | undefined,
  to: StoredRow[number] | undefined,
): TimeRange | undefined {
  if (from === null || to === null) return undefined;
  return {
    from: isTime(from) ? from : -Infinity,
    to: isTime(to) ? to : Infinity,
  };
}
