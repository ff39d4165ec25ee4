/**
 * The entry of an experiment in a list.
 *
 * @module
 */
import type { ExperimentSummary } from "../archive.ts";
import type { IdRange } from "../spread.ts";
import type { PostgresCatalogue, PostgresTable } from "./postgres_catalogue.ts";
import type { PostgresQueries } from "./postgres_reader.ts";

/** Tables that one query looks at. */
const TABLES_AT_ONCE = 100;

/** Rows at each end of a table among which the first and the latest one are. */
const END_ROWS = 32;

/** The extent of a table. */
export interface TableEnds {
  /** The smallest and the largest id; unset without rows. */
  readonly ids: IdRange | undefined;
  /** Number of rows, estimated from ids. */
  readonly rows: number;
  /** The first time of arrival, in seconds since the start, if any. */
  readonly earliest: number | undefined;
  /** The latest time of arrival, in seconds since the start, if any. */
  readonly last: number | undefined;
}

/** Looks at the ends of tables; they come in the same order. */
export async function readEnds(
  reader: PostgresQueries,
  tables: readonly PostgresTable[],
): Promise<TableEnds[]> {
  const ends: TableEnds[] = [];
  for (let at = 0; at < tables.length; at += TABLES_AT_ONCE) {
    const some = tables.slice(at, at + TABLES_AT_ONCE);
    const rows = await reader.query(
      `${some.map(endsSql).join(" UNION ALL ")} ORDER BY i`,
    );
    for (const { first, final, earliest, last } of rows) {
      const ids = final === null
        ? undefined
        : { from: Number(first), to: Number(final) };
      ends.push({
        ids,
        rows: ids === undefined ? 0 : ids.to - ids.from + 1,
        earliest: typeof earliest === "number" ? earliest : undefined,
        last: typeof last === "number" ? last : undefined,
      });
    }
  }
  return ends;
}

/** Counts what a database contains, without reading its rows. */
export async function summarise(
  name: string,
  reader: PostgresQueries,
  { startTime, senders, tables }: PostgresCatalogue,
): Promise<ExperimentSummary> {
  const ends = await readEnds(reader, [...tables.values()]);
  const first = Math.min(...ends.map(({ earliest = Infinity }) => earliest));
  const last = Math.max(...ends.map(({ last = -Infinity }) => last));
  const start = startTime ?? 0;
  const [{ bytes }] = await reader.query(
    "SELECT pg_database_size(current_database()) AS bytes",
  );
  return {
    name,
    bytes: Number(bytes),
    ...startTime === undefined ? {} : { startTime },
    tables: tables.size,
    senders: senders.all.length,
    rows: ends.reduce((sum, { rows }) => sum + rows, 0),
    ...first < Infinity ? { firstRow: start + first } : {},
    ...last > -Infinity ? { lastRow: start + last } : {},
  };
}

function endsSql({ sql }: PostgresTable, i: number): string {
  const time = (which: string, order: string) =>
    `(SELECT ${which}(t) FILTER (WHERE abs(t) < 'Infinity') FROM (
      SELECT oml_ts_server AS t FROM ${sql}
      ORDER BY oml_tuple_id ${order} LIMIT ${END_ROWS}) AS x)`;
  return `SELECT ${i} AS i, (SELECT min(oml_tuple_id) FROM ${sql}) AS first,
    (SELECT max(oml_tuple_id) FROM ${sql}) AS final,
    ${time("min", "ASC")} AS earliest, ${time("max", "DESC")} AS last`;
}
