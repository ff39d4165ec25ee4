/**
 * What a database contains besides its rows.
 *
 * @module
 */
import { isMeasurementTable } from "../../codec/values/measurement_table.ts";
import { metadataEntry, recordedStart } from "../metadata_entries.ts";
import type { MetadataEntry, TableShape } from "../archive.ts";
import { columnShapes, ID_COLUMN } from "../column_shapes.ts";
import { NotFoundError } from "../errors.ts";
import { SenderNames } from "../sender_names.ts";
import type { ReadDatabase } from "./read_database.ts";

/** The most rows of metadata that are read, unless more are asked for. */
const MOST_METADATA = 10_000;

/** Names that SQLite itself gives the number of a row. */
const ROW_ID_NAMES = ["rowid", "_rowid_", "oid"] as const;

/** A measurement table. */
export interface StoredTable extends Omit<TableShape, "rows"> {
  /** The table as an SQL identifier. */
  readonly sql: string;
  /** The number of a row as an SQL identifier. */
  readonly id: string;
}

/** What a database contains. */
export interface Catalogue {
  /** Its start, UNIX seconds. */
  readonly startTime: number | undefined;
  /** Its senders. */
  readonly senders: SenderNames;
  /** Its measurement tables, by name. */
  readonly tables: ReadonlyMap<string, StoredTable>;
  /** Its metadata. */
  readonly metadata: readonly MetadataEntry[];
  /** Names of all its tables. */
  readonly names: ReadonlySet<string>;
}

/** Reads the catalogue, with `mostMetadata` rows of metadata at the most. */
export function readCatalogue(
  database: ReadDatabase,
  mostMetadata: number = MOST_METADATA,
): Catalogue {
  const columns = readColumns(database);
  const names = new Set(columns.keys());
  const senders = readSenders(database, names);
  const metadata = readMetadata(database, columns, {
    ...{ senders, most: mostMetadata },
  });
  const described = [...columns].sort(([a], [b]) => a < b ? -1 : 1)
    .flatMap(([name, all]) => {
      const table = describeTable(name, all, metadata);
      return table === undefined ? [] : [[name, table] as const];
    });
  return {
    startTime: recordedStart(metadata),
    senders,
    tables: new Map(described),
    metadata,
    names,
  };
}

/**
 * The measurement table called `name`.
 *
 * @throws {NotFoundError} if there is none.
 */
export function findTable({ tables }: Catalogue, name: string): StoredTable {
  const table = tables.get(name);
  if (table === undefined) throw new NotFoundError("table", name);
  return table;
}

/** A name as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A text that differs if the catalogue may have changed, unless another program
 * than a server has edited a row of metadata.
 */
export function catalogueVersion(
  database: ReadDatabase,
  { names }: Pick<Catalogue, "names">,
): string {
  const last = (table: string) =>
    names.has(table)
      ? database.first(`SELECT max(rowid) FROM ${table}`)?.at(0)
      : "";
  const schema = database.first("PRAGMA schema_version")?.at(0);
  return `${schema} ${last("_senders")} ${last("_experiment_metadata")}`;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
}

/** The columns of all tables whose rows have numbers. */
function readColumns(database: ReadDatabase): Map<string, Column[]> {
  const tables = new Map<string, Column[]>();
  const rows = database.all(
    "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list AS t, " +
      "pragma_table_info(t.name) AS c WHERE t.schema = 'main' " +
      "AND t.type = 'table' AND t.wr = 0 AND t.name NOT LIKE 'sqlite\\_%' " +
      "ESCAPE '\\'",
  );
  for (const [table, name, type, key] of rows) {
    const columns = tables.get(String(table)) ?? [];
    tables.set(String(table), columns);
    columns.push({
      name: String(name),
      type: String(type),
      isKey: key !== 0,
    });
  }
  return tables;
}

function readSenders(
  database: ReadDatabase,
  names: ReadonlySet<string>,
): SenderNames {
  if (!names.has("_senders")) return new SenderNames([]);
  const rows = database.all("SELECT id, name FROM _senders");
  return new SenderNames(
    rows.map(([id, name]) => ({ id: Number(id), name: String(name) })),
  );
}

/** Older servers store keys and values only. */
function readMetadata(
  database: ReadDatabase,
  columns: ReadonlyMap<string, readonly Column[]>,
  { senders, most }: { readonly senders: SenderNames; readonly most: number },
): MetadataEntry[] {
  const own = columns.get("_experiment_metadata") ?? [];
  const has = (name: string) => own.some((column) => column.name === name);
  if (!has("key") || !has("value")) return [];
  const wanted = ["key", "value", "subject", "oml_sender_id"].map((name) =>
    has(name) ? quoteName(name) : "NULL"
  );
  const rows = database.all(
    `SELECT ${wanted} FROM _experiment_metadata ORDER BY rowid LIMIT ?`,
    most,
  );
  return rows.map((row) => metadataEntry(row, senders));
}

function describeTable(
  name: string,
  columns: readonly Column[],
  metadata: readonly MetadataEntry[],
): StoredTable | undefined {
  const names = columns.map((column) => column.name);
  if (!isMeasurementTable(name, names)) return undefined;
  const id = idColumn(columns);
  if (id === undefined) return undefined;
  const shapes = columnShapes(name, columns, metadata);
  return { name, columns: shapes, sql: quoteName(name), id };
}

/**
 * The column with the number of a row: databases of oml2-server 2.9 and older
 * have none of their own. A measured field can have one of SQLite's names.
 */
function idColumn(columns: readonly Column[]): string | undefined {
  const keys = columns.filter(({ isKey }) => isKey);
  const own = columns.find(({ name }) => name === ID_COLUMN);
  if (
    own?.isKey === true && keys.length === 1 &&
    own.type.toUpperCase() === "INTEGER"
  ) return ID_COLUMN;
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  return ROW_ID_NAMES.find((name) => !taken.has(name));
}
