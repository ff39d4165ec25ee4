/**
 * Which table of a database takes the tuples of which schema.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  formatSchema,
  METADATA_SCHEMA,
  parseSchema,
  type Schema,
} from "../../../codec/values/schema.ts";
import { columnType, quoteName } from "./sqlite_types.ts";

/** The columns of every measurement table, in front of its fields. */
export const STANDARD_COLUMNS: readonly string[] = [
  "oml_sender_id",
  "oml_seq",
  "oml_ts_client",
  "oml_ts_server",
];

/** Names this server uses itself, whether the table is there yet or not. */
const RESERVED =
  /^_(?:senders|oml_(?:rejected|reject_counts(?:_key)?|progress))$/;

/** The SQL that makes a table for the tuples of `schema`. */
export function createTableSql(name: string, schema: Schema): string {
  const fields = schema.fields.map((field) =>
    `, ${quoteName(field.name)} ${columnType(field.type)}`
  );
  return `CREATE TABLE ${quoteName(name)} (oml_tuple_id INTEGER PRIMARY KEY, ` +
    `oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL, ` +
    `oml_ts_server REAL${fields.join("")})`;
}

/** The tables of one name: `x`, `x_2`, ... as far as they were looked at. */
interface Family {
  /** Their names, by their fields. */
  readonly tables: Map<string, string>;
  /** How many names were looked at. */
  looked: number;
}

/** Finds tables, and makes those that are missing. */
export class SqliteTables {
  readonly #database: DatabaseSync;
  /** Every name in the database, in lower case. */
  #names = new Set<string>();
  /** Schemas by table name, as the `table_` rows tell them. */
  #schemas = new Map<string, Schema>();
  /** A client may give one name to thousands of schemas. */
  readonly #families = new Map<string, Family>();
  #version: unknown;

  /** Looks at a database that has its metadata table. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * The table for tuples of `schema`: the one of that name if its schema is
   * the same, else the first of `name_2`, `name_3`, ... that is or is free.
   * To be called within a write transaction.
   */
  resolve(schema: Schema): string {
    this.#refresh();
    const family = this.#family(schema.name);
    const fields = fieldsText(schema);
    for (;;) {
      const name = family.tables.get(fields);
      if (name !== undefined) return name;
      this.#lookOn(family, schema);
    }
  }

  /** Forgets what may have been rolled back. */
  forget(): void {
    this.#version = undefined;
  }

  #family(name: string): Family {
    const known = this.#families.get(name);
    if (known !== undefined) return known;
    const family: Family = { tables: new Map(), looked: 0 };
    this.#families.set(name, family);
    return family;
  }

  /** Looks at the next name, and takes it for `schema` if it is free. */
  #lookOn(family: Family, schema: Schema): void {
    const n = ++family.looked;
    const name = n === 1 ? schema.name : `${schema.name}_${n}`;
    const known = this.#schemas.get(name);
    const exists = this.#names.has(name.toLowerCase());
    if (known !== undefined && exists) {
      const fields = fieldsText(known);
      if (!family.tables.has(fields)) family.tables.set(fields, name);
    } else if (
      known === undefined && !exists && !RESERVED.test(name.toLowerCase())
    ) {
      this.#create(name, schema);
      family.tables.set(fieldsText(schema), name);
    }
  }

  #create(name: string, schema: Schema): void {
    const text = formatSchema({ ...schema, name });
    this.#database.exec(createTableSql(name, schema));
    this.#database.prepare(
      "INSERT INTO _experiment_metadata (key, value) VALUES (?, ?)",
    ).run(`table_${name}`, text);
    this.#names.add(name.toLowerCase());
    this.#schemas.set(name, schema);
  }

  /** Reads the tables anew if another process has written. */
  #refresh(): void {
    const version = this.#database.prepare("PRAGMA data_version").get()
      ?.data_version;
    if (version === this.#version) return;
    this.#version = version;
    this.#families.clear();
    const names = this.#database.prepare("SELECT name FROM sqlite_master")
      .all();
    this.#names = new Set(names.map(({ name }) => String(name).toLowerCase()));
    const rows = this.#database.prepare(
      "SELECT key, value FROM _experiment_metadata " +
        "WHERE oml_sender_id IS NULL AND substr(key, 1, 6) = 'table_'",
    ).all();
    this.#schemas = new Map();
    for (const { key, value } of rows) {
      const schema = readSchema(String(value));
      if (schema !== undefined) this.#schemas.set(String(key).slice(6), schema);
    }
  }
}

/** The schema of a `table_` row; `undefined` if it was not written by OML. */
function readSchema(text: string): Schema | undefined {
  try {
    return parseSchema(text);
  } catch {
    return text === "" ? undefined : { ...METADATA_SCHEMA, fields: [] };
  }
}

function fieldsText({ fields }: Schema): string {
  return fields.map(({ name, type }) => `${name}:${type}`).join(" ");
}
