/**
 * Reads a measurement table block by block.
 *
 * @module
 */
import type {
  PostgresColumn,
  PostgresTable,
} from "../../archive/postgres/postgres_catalogue.ts";
import type { ExactRows } from "../stored.ts";
import { CopiedRows } from "./copied_rows.ts";
import { copiedReader, copiedSql } from "./copied_values.ts";
import type { Snapshot } from "./snapshot.ts";

/** Columns before those of the query. */
const STANDARD = [
  ...["oml_tuple_id::int8", "oml_sender_id::int8", "oml_seq::int8"],
  ...["oml_ts_client::float8", "oml_ts_server::float8"],
] as const;

/** What to read of a table. */
export interface TablePart {
  /** The table. */
  readonly table: PostgresTable;
  /** The columns. */
  readonly columns: readonly PostgresColumn[];
  /** The conditions as SQL, each preceded by AND. */
  readonly conditions: string;
}

/** Reads all rows of a part. */
export function readBlocks(
  snapshot: Snapshot,
  part: TablePart,
): AsyncIterable<ExactRows> {
  const { columns } = part;
  const values = [...STANDARD, ...columns.map(copiedSql)];
  const rows = new CopiedRows(columns.map(copiedReader));
  return snapshot.copyOut(`SELECT ${values} ${fromSql(part)}`, rows);
}

/**
 * The rows in the order of their ids. Where they have none, they are numbered
 * in the order in which they are stored.
 */
function fromSql({ table: { sql, hasIds }, conditions }: TablePart): string {
  if (hasIds) {
    // With the table's name, so that it is not the selected expression.
    return `FROM ${sql} AS t WHERE true${conditions} ORDER BY t.oml_tuple_id`;
  }
  const numbered = `SELECT row_number() OVER () AS oml_tuple_id, * FROM ${sql}`;
  return `FROM (${numbered}) AS numbered WHERE true${conditions}`;
}
