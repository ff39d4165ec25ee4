import { Buffer } from "node:buffer";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";

/** A stored value: its SQLite type, and its text. */
export type Value =
  | ["null"]
  | ["integer" | "real" | "text" | "text-hex" | "blob", string];

/** A stored row. */
export type Row = Value[];

/** The rows of a table, in the order of their writing. */
export interface Table {
  /** Name and declared type of each column. */
  columns: string[];
  rows: Row[];
}

/** A database; without tables if it could not be read. */
export interface Database {
  tables: Record<string, Table>;
  error?: string;
}

/** Where to look for databases, and how to name them. */
export interface Place {
  /** The directory to search, recursively. */
  root: string;
  /** The directory that names are relative to. */
  dataDir: string;
  /** Only databases whose name begins with this prefix, which is removed. */
  prefix: string;
}

/** Reads every database of a place, by name. */
export function readDatabases(place: Place): Map<string, Database> {
  const databases = new Map<string, Database>();
  const files = readdirSync(place.root, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".sq3"))) {
    const path = join(place.root, file);
    const name = relative(place.dataDir, path);
    if (!name.startsWith(place.prefix)) continue;
    databases.set(name.slice(place.prefix.length), readDatabase(path));
  }
  return databases;
}

/** The number of rows of a table; 0 if it can't be read. */
export function countRows(path: string, table: string): number {
  try {
    using database = openToRead(path);
    const counted = database.prepare(
      `select count(*) as n from ${quoted(table)}`,
    ).get();
    return Number(counted?.n);
  } catch {
    return 0;
  }
}

function readDatabase(path: string): Database {
  try {
    using database = openToRead(path);
    // In one transaction, so that all tables are read at the same moment.
    database.exec("begin");
    const tables = database.prepare(
      `select name from sqlite_schema where type = 'table'
       and name not glob 'sqlite_*' and name not glob '_oml*'`,
    ).all().map(({ name }) => String(name));
    return {
      tables: Object.fromEntries(
        tables.map((name) => [name, readTable(database, name)]),
      ),
    };
  } catch (error) {
    return { tables: {}, error: String(error) };
  }
}

function openToRead(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec("pragma busy_timeout = 5000");
  return database;
}

function readTable(database: DatabaseSync, table: string): Table {
  const columns = database.prepare(
    "select name, type from pragma_table_info(?) order by cid",
  ).all(table).map(({ name, type }) => ({ name: String(name), type }));

  // Text is read as bytes: it may contain a NUL, or be invalid UTF-8.
  const selected = columns.map(({ name }, i) => {
    const column = quoted(name);
    return `typeof(${column}) as type${i}, case typeof(${column})
      when 'text' then cast(${column} as blob) else ${column} end as value${i}`;
  });
  const rows = database.prepare(
    `select ${selected.join(", ")} from ${quoted(table)} order by rowid`,
  );
  rows.setReadBigInts(true);
  return {
    columns: columns.map(({ name, type }) => `${name} ${type}`),
    rows: rows.all().map((row) =>
      columns.map(({ name }, i) =>
        name === "oml_ts_server"
          ? arrivalTime(row[`value${i}`])
          : toValue(row[`value${i}`], row[`type${i}`] === "text")
      )
    ),
  };
}

/** A time of arrival can only be checked for its form. */
function arrivalTime(value: SQLOutputValue): Value {
  if (typeof value === "bigint") return ["real", "TS"];
  if (typeof value !== "number") return toValue(value, false);
  return ["real", Number.isFinite(value) ? "TS" : "not finite"];
}

function toValue(value: SQLOutputValue, isText: boolean): Value {
  if (value === null) return ["null"];
  if (typeof value === "bigint") return ["integer", String(value)];
  if (typeof value === "number") return ["real", realText(value)];
  if (typeof value === "string") return ["text", value];
  return isText ? textValue(value) : ["blob", hex(value)];
}

/** Infinity is "inf" in the expected files. */
function realText(value: number): string {
  return String(value).replace("Infinity", "inf");
}

function textValue(bytes: Uint8Array): Value {
  try {
    const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return ["text", utf8.decode(bytes)];
  } catch {
    return ["text-hex", hex(bytes)];
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
