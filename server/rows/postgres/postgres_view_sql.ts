/**
 * The SQL of views on PostgreSQL.
 *
 * @module
 */
import { createHash } from "node:crypto";
import {
  addedColumns,
  markedTable,
  type TableColumn,
  type ViewedTable,
  viewMark,
} from "../view_names.ts";
import { quoteName, textLiteral } from "./postgres_types.ts";

/** The first and the last UNIX second that every program can show. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

const TWO_64 = "18446744073709551616";

/** What a view needs to know besides its table. */
export interface ViewContext {
  /** The PostgreSQL schema of the tables; quoted. */
  readonly place: string;
  /**
   * Whether metadata has senders: that of oml2-server 2.9 and older does not.
   */
  readonly hasSenders: boolean;
}

/** The definition of a view. */
export interface ViewDefinition {
  /** Its query. */
  readonly query: string;
  /** Its mark, which differs if the query does. */
  readonly mark: string;
}

/** Returns the definition of a view of a table. */
export function defineView(
  { table, columns }: ViewedTable,
  context: ViewContext,
): ViewDefinition {
  const { place } = context;
  const names = addedColumns(columns);
  const unix = (time: string) => `e.start + t.${time}`;
  const selected = [
    ["current_database()::text", names.experiment],
    ["s.name", names.sender],
    [utcSql(unix("oml_ts_client")), names.utcClient],
    [utcSql(unix("oml_ts_server")), names.utcServer],
    [unix("oml_ts_client"), names.unixClient],
    [unix("oml_ts_server"), names.unixServer],
    ...columns.map((column) => [valueSql(column), column.name]),
  ].map(([sql, name]) => `${sql} AS ${quoteName(name)}`);
  const query = `SELECT ${selected.join(",\n  ")}
    FROM ${place}.${quoteName(table)} AS t
    LEFT JOIN ${place}._senders AS s ON s.id = t.oml_sender_id
    CROSS JOIN (SELECT ${startSql(context)} AS start) AS e`;
  const hash = createHash("sha256").update(query).digest("hex").slice(0, 8);
  return { query, mark: `${viewMark(table)}, ${hash}` };
}

/**
 * Returns the statements that create the view with the SQL identifier `path`,
 * or replace it.
 */
export function createViewSql(
  path: string,
  { query, mark }: ViewDefinition,
  how: "CREATE" | "CREATE OR REPLACE",
): string {
  return `${how} VIEW ${path} AS ${query};
    COMMENT ON VIEW ${path} IS ${textLiteral(mark)}`;
}

/** The table of a view with this comment; `undefined` if it is not ours. */
export function tableOfView(comment: unknown): string | undefined {
  return typeof comment === "string" ? markedTable(comment) : undefined;
}

/** The start that the server has recorded, if it is a number. */
function startSql({ place, hasSenders }: ViewContext): string {
  const own = hasSenders
    ? " AND oml_sender_id IS NULL ORDER BY oml_tuple_id"
    : "";
  return "(SELECT CASE WHEN value ~ '^ *[-+]?[0-9]+([.][0-9]*)? *$' " +
    `THEN value::float8 END FROM ${place}._experiment_metadata ` +
    `WHERE key = 'start_time'${own} LIMIT 1)`;
}

/** A time as an instant; NULL if no date can show it. */
function utcSql(unix: string): string {
  return `CASE WHEN ${unix} BETWEEN ${FIRST_SECOND} AND ${LAST_SECOND} ` +
    `THEN to_timestamp(${unix}) END`;
}

/**
 * A value as it was sent: unsigned numbers above 2^63-1 are stored as negative
 * ones.
 */
function valueSql({ name, type }: TableColumn): string {
  const column = `t.${quoteName(name)}`;
  const unsigned = `CASE WHEN ${column} < 0 THEN ${column}::numeric + ` +
    `${TWO_64} ELSE ${column}::numeric END`;
  switch (type) {
    case "uint64":
      return unsigned;
    case "guid":
      return `(${unsigned})::text`;
    default:
      return column;
  }
}
