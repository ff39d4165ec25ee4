/**
 * Which table of a database takes the tuples of which schema.
 *
 * @module
 */
import {
  formatSchema,
  METADATA_SCHEMA,
  parseSchema,
  sameFields,
  type Schema,
} from "../../../codec/values/schema.ts";
import type { TargetTable } from "./copy_rows.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import {
  type Column,
  columnsOf,
  type ColumnType,
  quoteName,
  storedName,
} from "./postgres_types.ts";

/** Names this server uses itself, whether the table is there yet or not. */
const RESERVED =
  /^_(?:senders|oml_(?:rejected|reject_counts(?:_key)?|progress))$/;

/** Types of columns that rows can be sent to, by PostgreSQL's names. */
const COLUMN_TYPES: ReadonlyMap<string, ColumnType> = new Map([
  ["integer", "int4"],
  ["bigint", "int8"],
  ["double precision", "float8"],
  ["boolean", "bool"],
  ["text", "text"],
  ["character varying", "text"],
  ["bytea", "bytea"],
]);

/** The SQL that makes a table for the tuples of `schema`. */
export function createTableSql(table: string, schema: Schema): string {
  const columns = columnsOf(schema).map(({ name, type }) =>
    `${quoteName(name)} ${type}`
  );
  return `CREATE TABLE ${table} (oml_tuple_id BIGSERIAL PRIMARY KEY, ` +
    `${columns.join(", ")})`;
}

/** Finds tables, and makes those that are missing. */
export class PostgresTables {
  readonly #connection: PostgresConnection;
  /** The schema that tables are in, in PostgreSQL's sense; quoted. */
  readonly #place: string;
  /** Every name in it, in lower case. */
  readonly #names: Set<string>;
  /** Schemas by table name, as the `table_` rows tell them. */
  readonly #schemas: Map<string, Schema>;

  private constructor(
    connection: PostgresConnection,
    place: string,
    names: Set<string>,
    schemas: Map<string, Schema>,
  ) {
    this.#connection = connection;
    this.#place = place;
    this.#names = names;
    this.#schemas = schemas;
  }

  /**
   * Reads which tables there are. To be used until the end of a transaction
   * that keeps other servers from making any.
   */
  static async read(
    connection: PostgresConnection,
    place: string,
  ): Promise<PostgresTables> {
    const relations = await connection.query(
      "SELECT relname FROM pg_class " +
        "WHERE relnamespace = current_schema()::regnamespace",
    );
    const names = relations.map(({ relname }) => String(relname).toLowerCase());
    const rows = await connection.query(
      `SELECT key, value FROM ${place}._experiment_metadata ` +
        "WHERE oml_sender_id IS NULL AND starts_with(key, 'table_') " +
        "AND value IS NOT NULL",
    );
    const schemas = new Map<string, Schema>();
    for (const { key, value } of rows) {
      const schema = readSchema(String(value));
      if (schema !== undefined) schemas.set(String(key).slice(6), schema);
    }
    return new PostgresTables(connection, place, new Set(names), schemas);
  }

  /**
   * The table for tuples of `schema`: the one of that name if its schema is
   * the same, else the first of `name_2`, `name_3`, ... that is or is free.
   */
  async resolve(schema: Schema): Promise<TargetTable> {
    for (let n = 1;; n++) {
      const name = n === 1 ? schema.name : `${schema.name}_${n}`;
      const known = this.#schemas.get(name);
      const exists = this.#names.has(storedName(name).toLowerCase());
      if (known !== undefined && exists) {
        if (!sameFields(known.fields, schema.fields)) continue;
        const columns = await this.#columns(name, schema);
        if (columns !== undefined) return { table: this.#path(name), columns };
      } else if (
        known === undefined && !exists && !RESERVED.test(name.toLowerCase())
      ) {
        await this.#create(name, schema);
        return { table: this.#path(name), columns: columnsOf(schema) };
      }
    }
  }

  #path(name: string): string {
    return `${this.#place}.${quoteName(storedName(name))}`;
  }

  async #create(name: string, schema: Schema): Promise<void> {
    await this.#connection.query(createTableSql(this.#path(name), schema));
    await this.#connection.query(
      `INSERT INTO ${this.#place}._experiment_metadata (key, value) ` +
        "VALUES ($1, $2)",
      [`table_${name}`, formatSchema({ ...schema, name })],
    );
    this.#names.add(storedName(name).toLowerCase());
    this.#schemas.set(name, schema);
  }

  /**
   * The columns as the table really has them: an old server made `oml_seq`
   * narrower. None if it cannot take the tuples, whatever its schema says.
   */
  async #columns(name: string, schema: Schema): Promise<Column[] | undefined> {
    const rows = await this.#connection.query(
      "SELECT attname, format_type(atttypid, NULL) AS type FROM pg_attribute " +
        "WHERE attrelid = $1::regclass AND attnum > 0",
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

/** The schema of a `table_` row; no fields if it was not written by OML. */
function readSchema(text: string): Schema | undefined {
  try {
    return parseSchema(text);
  } catch {
    return text === "" ? undefined : { ...METADATA_SCHEMA, fields: [] };
  }
}
