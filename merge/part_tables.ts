/**
 * The measurement tables of a part, and the streams that they were made for.
 *
 * @module
 */
import type { ExperimentDescription } from "../archive/archive.ts";
import { TABLE_KEY } from "../codec/values/measurement_table.ts";
import { parseSchema, type Schema } from "../codec/values/schema.ts";
import { cannotMerge } from "./errors.ts";

/** A measurement table of a part. */
export interface PartTable {
  /** Its name in the part. */
  readonly name: string;
  /** The schema of its stream, with the name that clients use. */
  readonly schema: Schema;
}

/**
 * The tables of the part at `path`, those of one stream in the order of their
 * numbers. A table `x_2` belongs to the stream `x` if `x` exists and has other
 * fields: then the server made it, because clients had defined `x` in two ways.
 *
 * @throws {MergeError} if a table differs from its schema, or has none.
 */
export function partTables(
  path: string,
  { tables, metadata }: Pick<ExperimentDescription, "tables" | "metadata">,
): PartTable[] {
  const described = new Map(
    metadata.filter(({ key, sender }) =>
      sender === undefined && key.startsWith(TABLE_KEY)
    ).map(({ key, value }) => [key.slice(TABLE_KEY.length), value]),
  );
  const schemas = new Map(tables.map(({ name, columns }) => {
    const schema = readSchema(described.get(name));
    const fields = schema?.fields.map((field) => field.name) ?? [];
    if (schema === undefined || !sameNames(fields, columns)) {
      throw differs(path, name, schema === undefined);
    }
    return [name, schema];
  }));
  return [...schemas.keys()].sort(byNumber).flatMap((name) => {
    const schema = schemas.get(name);
    if (schema === undefined) return [];
    return { name, schema: { ...schema, name: streamOf(name, schemas) } };
  });
}

/** The name of the stream of a table. */
function streamOf(
  table: string,
  schemas: ReadonlyMap<string, Schema>,
): string {
  const { stream, number } = split(table);
  if (number < 2) return table;
  const own = fieldsOf(schemas.get(table));
  for (let i = 1; i < number; i++) {
    const before = schemas.get(i === 1 ? stream : `${stream}_${i}`);
    if (before === undefined || fieldsOf(before) === own) return table;
  }
  return stream;
}

function split(table: string): { stream: string; number: number } {
  const [, stream, digits] = /^(.+)_([1-9]\d*)$/.exec(table) ?? [];
  return stream === undefined
    ? { stream: table, number: 1 }
    : { stream, number: Number(digits) };
}

/** `x`, `x_2`, ... `x_10`. */
function byNumber(a: string, b: string): number {
  const [one, other] = [split(a), split(b)];
  if (one.stream === other.stream) return one.number - other.number;
  return one.stream < other.stream ? -1 : 1;
}

function fieldsOf(schema: Schema | undefined): string {
  const fields = schema?.fields ?? [];
  return fields.map(({ name, type }) => `${name}:${type}`).join(" ");
}

function sameNames(
  fields: readonly string[],
  columns: readonly { readonly name: string }[],
): boolean {
  return fields.length === columns.length &&
    columns.every(({ name }) => fields.includes(name));
}

/** `undefined` if it is missing, or was not written by OML. */
function readSchema(text: string | undefined): Schema | undefined {
  if (text === undefined) return undefined;
  try {
    return parseSchema(text, Infinity);
  } catch {
    return undefined;
  }
}

function differs(path: string, table: string, isMissing: boolean): Error {
  const key = `${TABLE_KEY}${table}`;
  return isMissing
    ? cannotMerge(path, `the table ${table} has no schema in the metadata`, {
      hint: `rename the table, or add its schema to _experiment_metadata as ` +
        `the value of the key ${key}`,
    })
    : cannotMerge(path, `the columns of ${table} are not those of its schema`, {
      hint: `remove the columns that another program has added, or correct ` +
        `the value of the key ${key} in _experiment_metadata`,
    });
}
