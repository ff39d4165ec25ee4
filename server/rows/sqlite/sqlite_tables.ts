/**
 * Finds the table for the tuples of each schema.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { type Schema, STANDARD_COLUMNS } from "../../../codec/values/schema.ts";
import { describeTable } from "../table_names.ts";
import { readRelations, type SqliteRelations } from "./sqlite_relations.ts";
import { columnType, quoteName, textLiteral } from "./sqlite_types.ts";
import {
  freeNameOfView,
  type SqliteViews,
  viewedColumns,
} from "./sqlite_views.ts";

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

/** Finds tables, and creates missing ones with their views. */
export class SqliteTables {
  readonly #database: DatabaseSync;
  readonly #views: SqliteViews | undefined;
  #relations: SqliteRelations | undefined;
  #version: unknown;

  /**
   * Uses a database that has its metadata table; without `views`, tables get no
   * views.
   */
  constructor(database: DatabaseSync, views?: SqliteViews) {
    this.#database = database;
    this.#views = views;
  }

  /** Schemas of the tables. */
  get all(): Schema[] {
    return this.#known().tables.all;
  }

  /**
   * Must be called when a write transaction begins, because others may have
   * written.
   */
  refresh(): void {
    const version = dataVersion(this.#database);
    if (version !== this.#version) this.#relations = undefined;
  }

  /**
   * Returns the table for tuples of `schema`, which is created if missing. Must
   * be called within a write transaction.
   */
  resolve(schema: Schema): string {
    const { tables, views } = this.#known();
    const { name, isMissing } = tables.find(schema);
    if (isMissing) {
      freeNameOfView(this.#database, name, views);
      this.#make(name, schema);
      tables.add(name, schema);
      views.take(name);
      const columns = viewedColumns(schema);
      this.#views?.create({ table: name, name, columns }, views);
    }
    return name;
  }

  /** Forgets tables that may have been rolled back. */
  forget(): void {
    this.#relations = undefined;
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

  #known(): SqliteRelations {
    if (this.#relations === undefined) {
      this.#version = dataVersion(this.#database);
      this.#relations = readRelations(this.#database);
    }
    return this.#relations;
  }
}

/** A number that changes when another connection has written. */
function dataVersion(database: DatabaseSync): unknown {
  return database.prepare("PRAGMA data_version").get()?.data_version;
}
