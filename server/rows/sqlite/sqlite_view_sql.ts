/**
 * The SQL of views on SQLite.
 *
 * @module
 */
import {
  addedColumns,
  markedTable,
  type TableColumn,
  type ViewedTable,
  viewMark,
} from "../view_names.ts";
import { quoteName, textLiteral } from "./sqlite_types.ts";

/**
 * Seconds from the earliest time that SQLite's date functions know to the epoch
 * of UNIX: they make every such time positive.
 */
const EARLIEST = 210_866_760_000;

const TWO_32 = "4294967296";

/** 2^64 as a literal that SQLite reads as a double. */
const TWO_64 = "18446744073709551616.0";

/** What a view needs to know besides its table. */
export interface ViewContext {
  /** The experiment's name. */
  readonly domain: string;
  /**
   * Whether metadata has senders: that of oml2-server 2.9 and older does not.
   */
  readonly hasSenders: boolean;
}

/** Returns the SQL that creates the view `view`. */
export function createViewSql(
  view: string,
  { table, columns }: ViewedTable,
  { domain, hasSenders }: ViewContext,
): string {
  const names = addedColumns(columns);
  const start = startSql(hasSenders);
  const sender = "(SELECT name FROM _senders WHERE id = t.oml_sender_id)";
  const selected = [
    [textLiteral(domain), names.experiment],
    [sender, names.sender],
    [utcSql(start, "t.oml_ts_client"), names.utcClient],
    [utcSql(start, "t.oml_ts_server"), names.utcServer],
    [`${start} + t.oml_ts_client`, names.unixClient],
    [`${start} + t.oml_ts_server`, names.unixServer],
    ...columns.map((column) => [valueSql(column), column.name]),
  ].map(([sql, name]) => `${sql} AS ${quoteName(name)}`);
  return `${head(view)}/* ${viewMark(table)} */ SELECT ${
    selected.join(",\n  ")
  }\nFROM ${quoteName(table)} AS t`;
}

/** The table of a view with this SQL; `undefined` if it is not ours. */
export function tableOfView(view: string, sql: string): string | undefined {
  const start = `${head(view)}/* `;
  return sql.startsWith(start)
    ? markedTable(sql.slice(start.length))
    : undefined;
}

/** Returns the SQL that creates a view of ours under another name. */
export function renamedViewSql(sql: string, from: string, to: string): string {
  return head(to) + sql.slice(head(from).length);
}

function head(view: string): string {
  return `CREATE VIEW ${quoteName(view)} AS `;
}

/** The start that the server has recorded, if it is a number. */
function startSql(hasSenders: boolean): string {
  const own = hasSenders ? " AND oml_sender_id IS NULL" : "";
  return "(SELECT CASE WHEN value GLOB '*[0-9]*' AND " +
    "value NOT GLOB '*[^-+.0-9eE ]*' THEN CAST(value AS REAL) END " +
    `FROM _experiment_metadata WHERE key = 'start_time'${own} ` +
    "ORDER BY rowid LIMIT 1)";
}

/**
 * A time as text, `YYYY-MM-DD HH:MM:SS.ffffff`: the microseconds as an integer,
 * because SQLite's own functions have milliseconds.
 */
function utcSql(start: string, time: string): string {
  const micros = (seconds: string) =>
    `CAST(round(${seconds} * 1e6) AS INTEGER)`;
  const since = `(${micros(start)} + ${micros(time)} + ${EARLIEST}000000)`;
  return `datetime(${since} / 1000000 - ${EARLIEST}, 'unixepoch') || ` +
    `printf('.%06d', ${since} % 1000000)`;
}

/**
 * A value as it was sent: unsigned numbers above 2^63-1 are stored as negative
 * ones, and by the original server those above 2^31-1, too.
 */
function valueSql({ name, type }: TableColumn): string {
  const column = `t.${quoteName(name)}`;
  switch (type) {
    case "uint32":
      return unsignedSql(column, TWO_32);
    case "uint64":
      return unsignedSql(column, TWO_64);
    case "guid":
      return `CASE WHEN ${column} IS NOT NULL THEN ` +
        `printf('%llu', ${column}) END`;
    default:
      return column;
  }
}

function unsignedSql(column: string, range: string): string {
  return `CASE WHEN ${column} < 0 THEN ${column} + ${range} ELSE ${column} END`;
}
