/**
 * The tables of a database, and the table for the tuples of each schema.
 *
 * @module
 */
import { TABLE_KEY } from "../../codec/values/measurement_table.ts";
import {
  formatSchema,
  METADATA_SCHEMA,
  parseSchema,
  type Schema,
} from "../../codec/values/schema.ts";

/** Names that the server reserves, whether the table exists yet or not. */
const RESERVED =
  /^_(?:senders|oml_(?:rejected|(?:reject_counts|conversions)(?:_key)?|progress))$/;

/** The tables of one name: `x`, `x_2`, ... as far as they were checked. */
interface Family {
  /** Their names by their fields, the first one first. */
  readonly tables: Map<string, string[]>;
  /** Number of names checked. */
  checked: number;
}

/** A table for tuples of some schema. */
export interface FoundTable {
  /** Its name. */
  readonly name: string;
  /** Whether it must be created. */
  readonly isMissing: boolean;
}

/** A row of metadata: the schema of one table. */
export type TableDescription = readonly [key: string, schema: string];

/**
 * Returns the row of metadata for a table; the name in its schema may differ.
 */
export function describeTable(name: string, schema: Schema): TableDescription {
  return [`${TABLE_KEY}${name}`, formatSchema({ ...schema, name })];
}

/** The names and descriptions in a database. */
export interface ExistingTables {
  /** All names. */
  readonly names: Iterable<string>;
  /** The rows of the metadata that describe tables. */
  readonly described: Iterable<TableDescription>;
  /** Returns the database's name for one of our tables, if it differs. */
  readonly stored?: (name: string) => string;
}

/** Finds the table for a schema, without checking any name twice. */
export class TableNames {
  /** Every name in the database, in lower case. */
  readonly #names: Set<string>;
  /** Schemas by the names of their tables. */
  readonly #schemas = new Map<string, Schema>();
  /** By name, because a client may use one name for thousands of schemas. */
  readonly #families = new Map<string, Family>();
  readonly #stored: (name: string) => string;

  /** Reads the existing tables. */
  constructor({ names, described, stored = (name) => name }: ExistingTables) {
    this.#stored = stored;
    this.#names = new Set([...names].map((name) => name.toLowerCase()));
    for (const [key, text] of described) {
      const schema = readSchema(text);
      if (schema === undefined) continue;
      this.#schemas.set(key.slice(TABLE_KEY.length), schema);
    }
  }

  /** Schemas of all tables. */
  get all(): Schema[] {
    return [...this.#schemas]
      .filter(([name]) => this.#exists(name))
      .map(([name, schema]) => ({ ...schema, name }));
  }

  /**
   * Returns the table for tuples of `schema`: the one of that name if its
   * schema is the same, otherwise the first of `name_2`, `name_3`, ... that
   * matches or is free.
   */
  find(schema: Schema): FoundTable {
    const family = this.#family(schema.name);
    const fields = fieldsText(schema);
    for (;;) {
      const name = family.tables.get(fields)?.[0];
      if (name !== undefined) return { name, isMissing: false };
      const free = this.#checkNext(family, schema.name);
      if (free !== undefined) return { name: free, isMissing: true };
    }
  }

  /** Records that a missing table was created. */
  add(name: string, schema: Schema): void {
    this.take(name);
    this.#schemas.set(name, schema);
    note(this.#family(schema.name), schema, name);
  }

  /** Records that a missing table can't be created: its name is in use. */
  take(name: string): void {
    this.#names.add(this.#stored(name).toLowerCase());
  }

  /**
   * Skips the table that was found: it does not accept such tuples, despite its
   * description.
   */
  pass(schema: Schema): void {
    this.#family(schema.name).tables.get(fieldsText(schema))?.shift();
  }

  #family(name: string): Family {
    const known = this.#families.get(name);
    if (known !== undefined) return known;
    const family: Family = { tables: new Map(), checked: 0 };
    this.#families.set(name, family);
    return family;
  }

  /** Checks the next name of a family; returns it if it is free. */
  #checkNext(family: Family, first: string): string | undefined {
    const n = ++family.checked;
    const name = n === 1 ? first : `${first}_${n}`;
    const known = this.#schemas.get(name);
    const exists = this.#exists(name);
    if (known !== undefined && exists) note(family, known, name);
    const isFree = known === undefined && !exists &&
      !RESERVED.test(name.toLowerCase());
    return isFree ? name : undefined;
  }

  #exists(name: string): boolean {
    return this.#names.has(this.#stored(name).toLowerCase());
  }
}

function note({ tables }: Family, schema: Schema, name: string): void {
  const fields = fieldsText(schema);
  const others = tables.get(fields);
  if (others === undefined) tables.set(fields, [name]);
  else others.push(name);
}

/**
 * Parses the schema of a `table_` row; no fields if it was not written by OML.
 */
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
