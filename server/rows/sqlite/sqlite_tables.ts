/**
 * Finds the table for the tuples of each schema.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { type Schema, STANDARD_COLUMNS } from "../../../codec/values/schema.ts";
import { describeTable, TABLE_KEY, TableNames } from "../table_names.ts";
import { columnType, quoteName, textLiteral } from "./sqlite_types.ts";

/** Returns the SQL that creates a table for the tuples of `schema`. */
export function createTableSql(name: string, schema: Schema): string {
  const columns = [
    "oml_tuple_id INTEGER PRIMARY KEY",
    ...STANDARD_COLUMNS.map(({ name, type }) =>
      `${name} ${type === "double" ? "REAL" : "INTEGER"}`
    ),
    ...schema.fields.map(({ name, type }) =>
      `${quoteName(name)} ${columnType(type)}`
    ),
  ];
  return `CREATE TABLE ${quoteName(name)} (${columns.join(", ")})`;
}

/** Finds tables, and creates missing ones. */
export class SqliteTables {
  readonly #database: DatabaseSync;
  #names: TableNames | undefined;
  #version: unknown;

  /** Uses a database that has its metadata table. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Schemas of the tables. */
  get all(): Schema[] {
    return this.#known().all;
  }

  /**
   * Must be called when a write transaction begins, because others may have
   * written.
   */
  refresh(): void {
    const version = dataVersion(this.#database);
    if (version !== this.#version) this.#names = undefined;
  }

  /**
   * Returns the table for tuples of `schema`, which is created if missing. Must
   * be called within a write transaction.
   */
  resolve(schema: Schema): string {
    const names = this.#known();
    const { name, isMissing } = names.find(schema);
    if (isMissing) {
      this.#make(name, schema);
      names.add(name, schema);
    }
    return name;
  }

  /** Forgets tables that may have been rolled back. */
  forget(): void {
    this.#names = undefined;
  }

  /**
   * Not with a prepared statement: those stay with the connection until garbage
   * collection, and SQLite visits all of them when it creates a table.
   */
  #make(name: string, schema: Schema): void {
    const described = describeTable(name, schema).map(textLiteral);
    this.#database.exec(
      `${createTableSql(name, schema)};
       INSERT INTO _experiment_metadata (key, value) VALUES (${described})`,
    );
  }

  #known(): TableNames {
    if (this.#names === undefined) {
      this.#version = dataVersion(this.#database);
      this.#names = readNames(this.#database);
    }
    return this.#names;
  }
}

/** A number that changes when another connection has written. */
function dataVersion(database: DatabaseSync): unknown {
  return database.prepare("PRAGMA data_version").get()?.data_version;
}

function readNames(database: DatabaseSync): TableNames {
  const names = database.prepare("SELECT name FROM sqlite_master").all();
  const rows = database.prepare(
    "SELECT key, value FROM _experiment_metadata " +
      "WHERE oml_sender_id IS NULL AND substr(key, 1, ?) = ?",
  ).all(TABLE_KEY.length, TABLE_KEY);
  return new TableNames({
    names: names.map(({ name }) => String(name)),
    described: rows.map(({ key, value }) => [String(key), String(value)]),
  });
}
