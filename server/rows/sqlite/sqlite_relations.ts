/**
 * The tables and views of a database.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { TABLE_KEY } from "../../../codec/values/measurement_table.ts";
import { TableNames } from "../table_names.ts";
import { ViewNames } from "../view_names.ts";
import { tableOfView } from "./sqlite_view_sql.ts";

/** The names in a database. */
export interface SqliteRelations {
  /** The measurement tables, and every name that no table may have. */
  readonly tables: TableNames;
  /** All names, and which of them are views of ours. */
  readonly views: ViewNames;
}

/**
 * Reads the names; `hasSenders` is false for metadata of oml2-server 2.9 and
 * older. A view of ours takes no name from a table: it is renamed instead.
 */
export function readRelations(
  database: DatabaseSync,
  hasSenders = true,
): SqliteRelations {
  const relations = database.prepare(
    "SELECT name, type, sql FROM sqlite_master",
  )
    .all().map(({ name, type, sql }) => ({
      name: String(name),
      viewOf: type === "view"
        ? tableOfView(String(name), String(sql))
        : undefined,
    }));
  const own = hasSenders ? "oml_sender_id IS NULL AND " : "";
  const rows = database.prepare(
    "SELECT key, value FROM _experiment_metadata " +
      `WHERE ${own}substr(key, 1, ?) = ?`,
  ).all(TABLE_KEY.length, TABLE_KEY);
  return {
    tables: new TableNames({
      names: relations.filter(({ viewOf }) => viewOf === undefined)
        .map(({ name }) => name),
      described: rows.map(({ key, value }) => [String(key), String(value)]),
    }),
    views: new ViewNames(relations),
  };
}
