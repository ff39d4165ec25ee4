/**
 * Finds the table for the tuples of each schema.
 *
 * @module
 */
import type { Schema } from "../../../codec/values/schema.ts";
import { StoreError } from "../store.ts";
import { describeTable } from "../table_names.ts";
import type { TargetTable } from "./copy_rows.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import { type PostgresRelations, readRelations } from "./postgres_relations.ts";
import {
  type Column,
  columnsOf,
  type ColumnType,
  quoteName,
  storedName,
  textLiteral,
} from "./postgres_types.ts";
import type { SessionScripts } from "./postgres_scripts.ts";
import { type PostgresViews, viewedColumns } from "./postgres_views.ts";

/** Supported types of columns, by PostgreSQL's names. */
const COLUMN_TYPES: ReadonlyMap<string, ColumnType> = new Map([
  ["integer", "int4"],
  ["bigint", "int8"],
  ["double precision", "float8"],
  ["boolean", "bool"],
  ["text", "text"],
  ["character varying", "text"],
  ["bytea", "bytea"],
]);

/** Returns the SQL that creates a table for the tuples of `schema`. */
export function createTableSql(table: string, schema: Schema): string {
  return `CREATE TABLE ${table} (oml_tuple_id BIGSERIAL PRIMARY KEY, ` +
    `${columnsSql(schema)})`;
}

/** The columns besides the row's number, as in CREATE TABLE. */
function columnsSql(schema: Schema): string {
  return columnsOf(schema).map(({ name, type }) => `${quoteName(name)} ${type}`)
    .join(", ");
}

/** How tables are made. */
export interface PostgresTablesOptions {
  /** The PostgreSQL schema of the tables; quoted. */
  readonly place: string;
  /** The views of the database. */
  readonly views: PostgresViews;
  /** Whether each table gets a view. */
  readonly makesViews: boolean;
  /** The operator's SQL for new tables. */
  readonly scripts: SessionScripts;
}

/** Finds tables, and creates missing ones with their views. */
export class PostgresTables {
  readonly #connection: PostgresConnection;
  /** The PostgreSQL schema of the tables; quoted. */
  readonly #place: string;
  readonly #views: PostgresViews;
  readonly #makesViews: boolean;
  readonly #scripts: SessionScripts;
  #relations: PostgresRelations | undefined;
  /** Changes with the tables. */
  #version: unknown;

  /** Reads nothing yet. */
  constructor(
    connection: PostgresConnection,
    { place, views, makesViews, scripts }: PostgresTablesOptions,
  ) {
    this.#connection = connection;
    this.#place = place;
    this.#views = views;
    this.#makesViews = makesViews;
    this.#scripts = scripts;
  }

  /**
   * Finds or creates tables, in a transaction that prevents other servers from
   * creating any; returns them in the order of their schemas. Must not be used
   * after a failure.
   */
  async resolve(schemas: readonly Schema[]): Promise<TargetTable[]> {
    const relations = await this.#current();
    const targets = [];
    for (const schema of schemas) {
      targets.push(await this.#resolve(schema, relations));
    }
    // The operator's SQL may have made others, whose names are in use.
    const isUnknown = this.#scripts.tablePath !== undefined;
    this.#version = isUnknown ? undefined : await this.#readVersion();
    return targets;
  }

  /** Returns the schemas of the tables; also in such a transaction. */
  async all(): Promise<Schema[]> {
    return (await this.#current()).tables.all;
  }

  async #resolve(
    schema: Schema,
    relations: PostgresRelations,
  ): Promise<TargetTable> {
    const { tables, views } = relations;
    for (;;) {
      const { name, isMissing } = tables.find(schema);
      if (isMissing) {
        if (await this.#views.freeName(storedName(name), views)) {
          return await this.#make(name, schema, relations);
        }
        tables.take(name);
        continue;
      }
      const columns = await this.#columns(name, schema);
      if (columns !== undefined) return { table: this.#path(name), columns };
      tables.pass(schema);
    }
  }

  async #make(
    name: string,
    schema: Schema,
    { tables, views }: PostgresRelations,
  ): Promise<TargetTable> {
    const made = await this.#create(name, schema);
    tables.add(name, schema);
    const table = storedName(name);
    views.take(table);
    if (this.#makesViews) {
      const columns = viewedColumns(schema);
      await this.#views.create({ table, name, columns }, views);
    }
    return { table: this.#path(name), columns: made };
  }

  /** Reads the tables, unless they are unchanged. */
  async #current(): Promise<PostgresRelations> {
    const version = await this.#readVersion();
    if (this.#relations === undefined || version !== this.#version) {
      this.#version = version;
      this.#relations = await readRelations(this.#connection, this.#place);
    }
    return this.#relations;
  }

  async #readVersion(): Promise<string> {
    const [{ version }] = await this.#connection.query(
      `SELECT concat_ws(' ', (SELECT count(*) FROM pg_class
          WHERE relnamespace = quote_ident(current_schema())::regnamespace),
        (SELECT count(*) FROM ${this.#place}._experiment_metadata
          WHERE oml_sender_id IS NULL)) AS version`,
    );
    return String(version);
  }

  #path(name: string): string {
    return `${this.#place}.${quoteName(storedName(name))}`;
  }

  /** Returns the columns that the table has after the operator's SQL. */
  async #create(name: string, schema: Schema): Promise<readonly Column[]> {
    const described = describeTable(name, schema).map(textLiteral);
    await this.#connection.run(
      `${createTableSql(this.#path(name), schema)};
       INSERT INTO ${this.#place}._experiment_metadata (key, value)
         VALUES (${described})`,
    );
    const { tablePath } = this.#scripts;
    if (tablePath === undefined) return columnsOf(schema);
    await this.#scripts.tableMade(storedName(name), columnsSql(schema));
    const columns = await this.#columns(name, schema);
    if (columns !== undefined && await this.#numbersRows(name)) return columns;
    throw new StoreError(
      `${tablePath} leaves a table ${this.#path(name)} that can't take the ` +
        `tuples of "${name}"`,
      {
        hint: "make it with (oml_tuple_id BIGSERIAL, :columns), or without " +
          "oml_tuple_id",
      },
    );
  }

  /** Whether its rows get numbers, or it has no column for these. */
  async #numbersRows(name: string): Promise<boolean> {
    const found = await this.#connection.query(
      `SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass($1)
        AND attname = 'oml_tuple_id' AND NOT atthasdef AND attidentity = ''`,
      [this.#path(name)],
    );
    return found.length === 0;
  }

  /**
   * Returns the actual columns of the table: an old server created `oml_seq`
   * narrower. None if it can't store the tuples, despite its schema.
   */
  async #columns(name: string, schema: Schema): Promise<Column[] | undefined> {
    const rows = await this.#connection.query(
      "SELECT attname, format_type(atttypid, NULL) AS type FROM pg_attribute " +
        "WHERE attrelid = to_regclass($1) AND attnum > 0",
      [this.#path(name)],
    );
    const types = new Map(rows.map(({ attname, type }) => [
      String(attname),
      COLUMN_TYPES.get(String(type)),
    ]));
    const columns = [];
    for (const wanted of columnsOf(schema)) {
      const type = types.get(wanted.name);
      if (type === undefined || !takes(type, wanted.type)) return undefined;
      columns.push({ name: wanted.name, type });
    }
    return columns;
  }
}

function takes(column: ColumnType, wanted: ColumnType): boolean {
  const isInteger = (type: ColumnType) => type === "int4" || type === "int8";
  return column === wanted || isInteger(column) && isInteger(wanted);
}
