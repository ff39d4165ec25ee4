/**
 * Views of the measurement tables of a database, with names and times in UTC.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { isMeasurementTable } from "../../../codec/values/measurement_table.ts";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import {
  METADATA_SCHEMA,
  type Schema,
  STANDARD_COLUMNS,
} from "../../../codec/values/schema.ts";
import { errorText } from "../../../shared/error_text.ts";
import type { Steps } from "../scheduler.ts";
import type {
  TableColumn,
  ViewedTable,
  ViewFailed,
  ViewNames,
} from "../view_names.ts";
import { isTemporary } from "./sqlite_errors.ts";
import { readRelations } from "./sqlite_relations.ts";
import { quoteName } from "./sqlite_types.ts";
import {
  createViewSql,
  renamedViewSql,
  type ViewContext,
} from "./sqlite_view_sql.ts";

/** How the views of a database are made. */
export interface SqliteViewOptions {
  /** The experiment's name. */
  readonly domain: string;
  /** Called with a view that can't be created, and why. */
  readonly failed: ViewFailed;
}

/** Makes the views of one database, within write transactions of the caller. */
export class SqliteViews {
  readonly #database: DatabaseSync;
  readonly #options: SqliteViewOptions;

  /** Makes nothing yet. */
  constructor(database: DatabaseSync, options: SqliteViewOptions) {
    this.#database = database;
    this.#options = options;
  }

  /**
   * Creates the view of a new table, and records its name. A fault is reported,
   * and leaves the transaction as it was.
   *
   * @throws {Error} if the whole transaction can't go on.
   */
  create(table: ViewedTable, names: ViewNames): void {
    this.#create(names.free(table.name), table, names, true);
  }

  /**
   * Creates missing views, and those whose tables have changed again; drops
   * those whose tables no longer exist. Returns the names of all views that
   * there are then.
   *
   * @throws {Error} if the whole transaction can't go on.
   */
  *createAll(): Steps<string[]> {
    const hasSenders = columnsOf(this.#database, METADATA_SCHEMA.name)
      .includes("oml_sender_id");
    const { tables, views } = readRelations(this.#database, hasSenders);
    const viewed = readTables(this.#database, tables.all);
    const known = new Set(viewed.map(({ table }) => table));
    const former = new Map<string, string>();
    for (const { name, viewOf } of views.all) {
      if (known.has(viewOf) && !former.has(viewOf)) former.set(viewOf, name);
      else dropView(this.#database, name, views);
    }
    for (const table of viewed) {
      const name = former.get(table.table) ?? views.free(table.name);
      this.#renew(name, table, views, hasSenders);
      yield;
    }
    return views.all.map(({ name }) => name);
  }

  #renew(
    view: string,
    table: ViewedTable,
    names: ViewNames,
    hasSenders: boolean,
  ): void {
    const sql = createViewSql(view, table, this.#context(hasSenders));
    const present = readView(this.#database, view);
    if (present === sql) return;
    if (present !== undefined) dropView(this.#database, view, names);
    this.#create(view, table, names, hasSenders);
  }

  #create(
    view: string,
    table: ViewedTable,
    names: ViewNames,
    hasSenders: boolean,
  ): void {
    const database = this.#database;
    const sql = createViewSql(view, table, this.#context(hasSenders));
    database.exec("SAVEPOINT oml_view");
    try {
      // SQLite checks a view only when it is read.
      database.exec(`${sql}; SELECT 1 FROM ${quoteName(view)} LIMIT 0`);
      database.exec("RELEASE oml_view");
    } catch (error) {
      if (isTemporary(error) || !database.isTransaction) throw error;
      database.exec("ROLLBACK TO oml_view; RELEASE oml_view");
      return this.#options.failed(view, errorText(error));
    }
    names.add(view, table.table);
  }

  #context(hasSenders: boolean): ViewContext {
    return { domain: this.#options.domain, hasSenders };
  }
}

/** Drops all views of ours, within a transaction; returns their names. */
export function dropViews(database: DatabaseSync): string[] {
  const { views } = readRelations(
    database,
    columnsOf(database, METADATA_SCHEMA.name).includes("oml_sender_id"),
  );
  const names = views.all.map(({ name }) => name);
  for (const name of names) dropView(database, name, views);
  return names;
}

/**
 * Gives the name of a view of ours, if it is one, to a table; the view gets
 * another one.
 */
export function freeNameOfView(
  database: DatabaseSync,
  name: string,
  names: ViewNames,
): void {
  const view = names.find(name);
  if (view === undefined) return;
  const sql = readView(database, view.name);
  dropView(database, view.name, names);
  names.take(name);
  if (sql === undefined) return;
  const other = names.free(view.viewOf);
  database.exec(renamedViewSql(sql, view.name, other));
  names.add(other, view.viewOf);
}

/** The columns of a table of `schema`. */
export function viewedColumns({ fields }: Schema): TableColumn[] {
  return [
    { name: "oml_tuple_id", type: undefined },
    ...STANDARD_COLUMNS,
    ...fields,
  ];
}

function dropView(database: DatabaseSync, view: string, names: ViewNames) {
  database.exec(`DROP VIEW ${quoteName(view)}`);
  names.remove(view);
}

function readView(database: DatabaseSync, view: string): string | undefined {
  const sql = database.prepare(
    "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?",
  ).get(view)?.sql;
  return sql === undefined ? undefined : String(sql);
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  return database.prepare(`PRAGMA table_info(${quoteName(table)})`).all()
    .map(({ name }) => String(name));
}

/** The measurement tables, with all their present columns. */
function readTables(
  database: DatabaseSync,
  schemas: readonly Schema[],
): ViewedTable[] {
  const recorded = new Map(
    schemas.map(({ name, fields }) => [
      name,
      new Map(fields.map((field) => [field.name, field.type])),
    ]),
  );
  const rows = database.prepare(
    "SELECT t.name AS tbl, c.name, c.type FROM pragma_table_list AS t, " +
      "pragma_table_info(t.name) AS c WHERE t.schema = 'main' " +
      "AND t.type = 'table' ORDER BY t.name, c.cid",
  ).all();
  const tables = new Map<string, TableColumn[]>();
  for (const { tbl, name, type } of rows) {
    const table = String(tbl);
    const columns = tables.get(table) ?? [];
    tables.set(table, columns);
    columns.push({
      name: String(name),
      type: recorded.get(table)?.get(String(name)) ?? declaredType(type),
    });
  }
  return [...tables].map(([table, columns]) => ({
    table,
    name: table,
    columns,
  })).filter(({ table, columns }) =>
    isMeasurementTable(table, columns.map(({ name }) => name))
  );
}

/** The type of a column that no schema describes, as far as it matters. */
function declaredType(type: unknown): OmlType | undefined {
  switch (type) {
    case "UNSIGNED INTEGER":
      return "uint32";
    case "UNSIGNED BIGINT":
      return "uint64";
    default:
      return undefined;
  }
}
