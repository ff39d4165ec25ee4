/**
 * Which tables a database has, and which of them takes the tuples of which
 * schema.
 *
 * @module
 */
import {
  formatSchema,
  METADATA_SCHEMA,
  parseSchema,
  type Schema,
} from "../../codec/values/schema.ts";

/** Names this server uses itself, whether the table is there yet or not. */
const RESERVED =
  /^_(?:senders|oml_(?:rejected|(?:reject_counts|conversions)(?:_key)?|progress))$/;

/** The tables of one name: `x`, `x_2`, ... as far as they were looked at. */
interface Family {
  /** Their names by their fields, the first one first. */
  readonly tables: Map<string, string[]>;
  /** How many names were looked at. */
  looked: number;
}

/** A table for tuples of some schema. */
export interface FoundTable {
  /** What it is called. */
  readonly name: string;
  /** Whether it is still to be made. */
  readonly isMissing: boolean;
}

/** The start of the keys of metadata that describe tables. */
export const TABLE_KEY = "table_";

/** A row of metadata: what the rows of one table look like. */
export type TableDescription = readonly [key: string, schema: string];

/** The row of metadata for a table, by whatever name its schema has. */
export function describeTable(name: string, schema: Schema): TableDescription {
  return [`${TABLE_KEY}${name}`, formatSchema({ ...schema, name })];
}

/** What there is in a database. */
export interface ExistingTables {
  /** The name of everything that has one. */
  readonly names: Iterable<string>;
  /** The rows of the metadata that describe tables. */
  readonly described: Iterable<TableDescription>;
  /** What the database calls a table of ours, where not by the same name. */
  readonly stored?: (name: string) => string;
}

/** Finds the table for a schema, without looking at any name twice. */
export class TableNames {
  /** Every name in the database, in lower case. */
  readonly #names: Set<string>;
  /** Schemas by the names of their tables. */
  readonly #schemas = new Map<string, Schema>();
  /** A client may give one name to thousands of schemas. */
  readonly #families = new Map<string, Family>();
  readonly #stored: (name: string) => string;

  /** Looks at what there is. */
  constructor({ names, described, stored = (name) => name }: ExistingTables) {
    this.#stored = stored;
    this.#names = new Set([...names].map((name) => name.toLowerCase()));
    for (const [key, text] of described) {
      const schema = readSchema(text);
      if (schema === undefined) continue;
      this.#schemas.set(key.slice(TABLE_KEY.length), schema);
    }
  }

  /** What the rows of the tables look like. */
  get all(): Schema[] {
    return [...this.#schemas]
      .filter(([name]) => this.#exists(name))
      .map(([name, schema]) => ({ ...schema, name }));
  }

  /**
   * The table for tuples of `schema`: the one of that name if its schema is
   * the same, else the first of `name_2`, `name_3`, ... that is or is free.
   */
  find(schema: Schema): FoundTable {
    const family = this.#family(schema.name);
    const fields = fieldsText(schema);
    for (;;) {
      const name = family.tables.get(fields)?.[0];
      if (name !== undefined) return { name, isMissing: false };
      const free = this.#lookOn(family, schema.name);
      if (free !== undefined) return { name: free, isMissing: true };
    }
  }

  /** Notes that a table that was missing has been made. */
  add(name: string, schema: Schema): void {
    this.#names.add(this.#stored(name).toLowerCase());
    this.#schemas.set(name, schema);
    note(this.#family(schema.name), schema, name);
  }

  /** The table that was found takes no such tuples, whatever is said of it. */
  pass(schema: Schema): void {
    this.#family(schema.name).tables.get(fieldsText(schema))?.shift();
  }

  #family(name: string): Family {
    const known = this.#families.get(name);
    if (known !== undefined) return known;
    const family: Family = { tables: new Map(), looked: 0 };
    this.#families.set(name, family);
    return family;
  }

  /** Looks at the next name of a family; returns it if it is free. */
  #lookOn(family: Family, first: string): string | undefined {
    const n = ++family.looked;
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

/** The schema of a `table_` row; no fields if it was not written by OML. */
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
