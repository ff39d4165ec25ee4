/**
 * The entry of an experiment in a list.
 *
 * @module
 */
import { isTime } from "../selection.ts";
import type { ExperimentSummary } from "../archive.ts";
import type { Catalogue, StoredTable } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";
import { idRange, rowsIn } from "./table_reader.ts";

/** Rows at the end of a table among which the latest one is. */
const LAST_ROWS = 32;

/** Counts what a database contains, without reading its rows. */
export function summarise(
  name: string,
  database: ReadDatabase,
  { startTime, senders, tables }: Catalogue,
): ExperimentSummary {
  let rows = 0;
  let last = -Infinity;
  for (const table of tables.values()) {
    rows += rowsIn(idRange(database, table));
    last = Math.max(last, lastTime(database, table));
  }
  return {
    name,
    ...startTime === undefined ? {} : { startTime },
    tables: tables.size,
    senders: senders.all.length,
    rows,
    ...last > -Infinity ? { lastRow: (startTime ?? 0) + last } : {},
  };
}

function lastTime(database: ReadDatabase, { sql, id }: StoredTable): number {
  const last = database.first(
    `SELECT max(t) FROM (SELECT oml_ts_server AS t FROM ${sql} ` +
      `ORDER BY ${id} DESC LIMIT ?)`,
    LAST_ROWS,
  )?.at(0);
  return isTime(last) ? last : -Infinity;
}
