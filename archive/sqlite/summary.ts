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

/** Rows at each end of a table among which the first and the latest one are. */
const END_ROWS = 32;

/** Counts what a database contains, without reading its rows. */
export function summarise(
  name: string,
  database: ReadDatabase,
  { startTime, senders, tables }: Catalogue,
): ExperimentSummary {
  const start = startTime ?? 0;
  let rows = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const table of tables.values()) {
    rows += rowsIn(idRange(database, table));
    const ends = endTimes(database, table);
    first = Math.min(first, ends.first);
    last = Math.max(last, ends.last);
  }
  return {
    name,
    ...startTime === undefined ? {} : { startTime },
    tables: tables.size,
    senders: senders.all.length,
    rows,
    ...first < Infinity ? { firstRow: start + first } : {},
    ...last > -Infinity ? { lastRow: start + last } : {},
  };
}

/** The first and the latest time of arrival; infinite without one. */
function endTimes(
  database: ReadDatabase,
  { sql, id }: StoredTable,
): { readonly first: number; readonly last: number } {
  const read = (which: string, order: string) =>
    database.first(
      `SELECT ${which}(t) FROM (SELECT oml_ts_server AS t FROM ${sql} ` +
        `ORDER BY ${id} ${order} LIMIT ?)`,
      END_ROWS,
    )?.at(0);
  const [first, last] = [read("min", "ASC"), read("max", "DESC")];
  return {
    first: isTime(first) ? first : Infinity,
    last: isTime(last) ? last : -Infinity,
  };
}
