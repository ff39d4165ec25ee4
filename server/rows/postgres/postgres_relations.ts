/**
 * The tables and views of a database.
 *
 * @module
 */
import { TABLE_KEY } from "../../../codec/values/measurement_table.ts";
import { TableNames } from "../table_names.ts";
import { ViewNames } from "../view_names.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import { storedName } from "./postgres_types.ts";
import { tableOfView } from "./postgres_view_sql.ts";

/** The names in a database. */
export interface PostgresRelations {
  /** The measurement tables, and every name that no table may have. */
  readonly tables: TableNames;
  /** All names, and which of them are views of ours. */
  readonly views: ViewNames;
}

/**
 * Reads the names in the schema `place`, which is quoted; `hasSenders` is false
 * for metadata of oml2-server 2.9 and older. A view of ours takes no name from
 * a table: it is renamed instead.
 */
export async function readRelations(
  connection: PostgresConnection,
  place: string,
  hasSenders = true,
): Promise<PostgresRelations> {
  const rows = await connection.query(
    `SELECT relname, CASE relkind WHEN 'v'
        THEN obj_description(oid, 'pg_class') END AS comment
      FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace`,
  );
  const relations = rows.map(({ relname, comment }) => ({
    name: String(relname),
    viewOf: tableOfView(comment),
  }));
  const own = hasSenders ? "oml_sender_id IS NULL AND " : "";
  const described = await connection.query(
    `SELECT key, value FROM ${place}._experiment_metadata
      WHERE ${own}starts_with(key, $1) AND value IS NOT NULL`,
    [TABLE_KEY],
  );
  return {
    tables: new TableNames({
      names: relations.filter(({ viewOf }) => viewOf === undefined)
        .map(({ name }) => name),
      described: described.map(({ key, value }) => [
        String(key),
        String(value),
      ]),
      stored: storedName,
    }),
    views: new ViewNames(relations, storedName),
  };
}
