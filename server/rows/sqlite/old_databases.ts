/**
 * Databases of oml2-server 2.9 or older: their metadata consists of keys and
 * values only, and does not describe the measurement tables.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import {
  type Field,
  METADATA_SCHEMA,
  parseSchema,
  STANDARD_COLUMNS,
} from "../../../codec/values/schema.ts";
import { describeTable } from "../table_names.ts";
import { quoteName } from "./sqlite_types.ts";

const METADATA = METADATA_SCHEMA.name;

/** The columns of metadata, then and now. */
const OLD_COLUMNS: readonly string[] = ["key", "value"];
const COLUMNS: readonly string[] = [
  ...STANDARD_COLUMNS,
  ...METADATA_SCHEMA.fields,
].map(({ name }) => name);

/** The OML types of the column types of those servers. */
const TYPES: ReadonlyMap<string, OmlType> = new Map([
  ["INTEGER", "int32"],
  ["UNSIGNED INTEGER", "uint32"],
  ["BIGINT", "int64"],
  ["UNSIGNED BIGINT", "uint64"],
  ["REAL", "double"],
  ["TEXT", "string"],
  ["BLOB", "blob"],
]);

/** The form of a database's metadata, if any. */
export type MetadataForm = "none" | "old" | "current";

/**
 * Checks a database before it is used for an experiment, and changes nothing.
 *
 * @throws {Error} if something else uses the names of OML's own tables.
 */
export function metadataForm(database: DatabaseSync): MetadataForm {
  const senders = columnsOf(database, "_senders").map(({ name }) => name);
  if (senders.length > 0) checkColumns("_senders", senders, ["name", "id"]);
  const columns = columnsOf(database, METADATA).map(({ name }) => name);
  if (columns.length === 0) return "none";
  if (columns.length === 2 && hasAll(columns, OLD_COLUMNS)) return "old";
  checkColumns(METADATA, columns, COLUMNS);
  return "current";
}

/** A row of metadata. */
export type MetadataRow = readonly [key: string, value: string];

/**
 * Removes and returns the metadata of an old database, within a transaction.
 */
export function takeOldMetadata(database: DatabaseSync): MetadataRow[] {
  const rows = database.prepare(`SELECT key, value FROM ${METADATA}`).all()
    .map(({ key, value }) => [String(key), String(value)] as const);
  database.exec(`DROP TABLE ${METADATA}`);
  return rows;
}

/**
 * Returns rows of metadata that describe the measurement tables of an old
 * database, so that their streams continue in them.
 */
export function describeTables(
  database: DatabaseSync,
): MetadataRow[] {
  const tables = database.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid",
  ).all();
  return tables.flatMap(({ name }, i) => {
    const table = String(name);
    const fields = fieldsOf(database, table);
    if (fields === undefined) return [];
    const schema = { index: i + 1, name: table, fields };
    const row = describeTable(table, schema);
    return isSchema(row[1]) ? [row] : [];
  });
}

/** Returns the fields of a measurement table; `undefined` for another one. */
function fieldsOf(
  database: DatabaseSync,
  table: string,
): readonly Field[] | undefined {
  const columns = columnsOf(database, table);
  const count = STANDARD_COLUMNS.length;
  if (STANDARD_COLUMNS.some(({ name }, i) => columns[i]?.name !== name)) {
    return undefined;
  }
  const fields = columns.slice(count).flatMap(({ name, type }) => {
    const known = TYPES.get(type);
    return known === undefined ? [] : [{ name, type: known }];
  });
  return fields.length === columns.length - count ? fields : undefined;
}

function isSchema(text: string): boolean {
  try {
    parseSchema(text);
    return true;
  } catch {
    // No client can send tuples for such a table.
    return false;
  }
}

function columnsOf(
  database: DatabaseSync,
  table: string,
): { name: string; type: string }[] {
  return database.prepare(`PRAGMA table_info(${quoteName(table)})`).all()
    .map(({ name, type }) => ({ name: String(name), type: String(type) }));
}

function checkColumns(
  table: string,
  columns: readonly string[],
  needed: readonly string[],
): void {
  if (hasAll(columns, needed)) return;
  throw new Error(
    `its table ${table} has the columns ${columns.join(", ")}, which no ` +
      "oml2-server creates; move the file away, or use another domain",
  );
}

function hasAll(there: readonly string[], needed: readonly string[]): boolean {
  return needed.every((name) => there.includes(name));
}
