/**
 * Where a table's columns are in its records.
 *
 * @module
 */
import type { StoredTable } from "../../../archive/sqlite/catalogue.ts";
import type { ReadDatabase } from "../../../archive/sqlite/read_database.ts";

/** How a table is stored. */
export interface RecordLayout {
  /** The root page of its B-tree. */
  readonly root: number;
  /** The names of its columns, in the order of the values in a record. */
  readonly columns: readonly string[];
}

/**
 * The layout of a table; `undefined` if not all of its values are in its
 * records as they are.
 */
export function recordLayout(
  database: ReadDatabase,
  { name, id }: StoredTable,
): RecordLayout | undefined {
  const [root] = database.first(
    "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?",
    name,
  ) ?? [];
  const columns = database.all(
    "SELECT name, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid",
    name,
  );
  // A record has no value of a generated column, and NULL for a key.
  const isPlain = columns.every(([name, key, hidden]) =>
    hidden === 0 && (key === 0 || name === id)
  );
  return isPlain && typeof root === "number"
    ? { root, columns: columns.map(([name]) => String(name)) }
    : undefined;
}
