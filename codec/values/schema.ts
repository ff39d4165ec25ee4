/**
 * Schemas: the structure of the tuples of a measurement stream.
 *
 * @module
 */
import { ProtocolError } from "../errors.ts";
import { quoteText } from "./quote.ts";
import { isVectorType, type OmlType, parseOmlType } from "./oml_type.ts";

/** One field of a schema. */
export interface Field {
  /** Its name, `[A-Za-z_][A-Za-z0-9_]*`. */
  readonly name: string;
  /** Its type. */
  readonly type: OmlType;
}

/** The structure of the tuples of one measurement stream. */
export interface Schema {
  /** Number of the stream in its tuples; 0 to 2^31-1. */
  readonly index: number;
  /** Name of the measurement point, and thus of the table. */
  readonly name: string;
  /** The fields of a tuple, in order. */
  readonly fields: readonly Field[];
}

/** Whether tuples of a schema have vectors: no other value is as much work. */
export function hasVectors({ fields }: Schema): boolean {
  return fields.some(({ type }) => isVectorType(type));
}

/** The default for the most fields of a schema. */
const MAX_FIELDS = 1000;

/** Schema 0, which both sides know and never send (OMSP §Schema 0). */
export const METADATA_SCHEMA: Schema = {
  index: 0,
  name: "_experiment_metadata",
  fields: [
    { name: "subject", type: "string" },
    { name: "key", type: "string" },
    { name: "value", type: "string" },
  ],
};

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const INDEX = /^[0-9]{1,10}$/;
const MAX_INDEX = 0x7fffffff;

/** The columns of every measurement table, in front of its fields. */
export const STANDARD_COLUMNS: readonly Field[] = [
  { name: "oml_sender_id", type: "int32" },
  { name: "oml_seq", type: "int64" },
  { name: "oml_ts_client", type: "double" },
  { name: "oml_ts_server", type: "double" },
];

/** The number that the database gives each row comes first. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "oml_tuple_id",
  ...STANDARD_COLUMNS.map(({ name }) => name),
]);

/**
 * Parses `<index> <name> <field>:<type> ...` (OMSP §Schema Specification).
 * White space around the parts does not matter.
 *
 * @throws {ProtocolError} with code `"schema"` and the reason.
 */
export function parseSchema(text: string, maxFields = MAX_FIELDS): Schema {
  const [index, name, ...fields] = text.trim().split(/[ \t]+/);
  const fail = (why: string) =>
    new ProtocolError("schema", `Cannot use schema: ${why}`, quoteText(text));
  if (!INDEX.test(index) || Number(index) > MAX_INDEX) {
    throw fail("its index must be a decimal number from 0 to 2147483647");
  }
  if (name === undefined || !NAME.test(name)) {
    throw fail("its name must match [A-Za-z_][A-Za-z0-9_]*");
  }
  if (/^sqlite_/i.test(name)) throw fail("names in sqlite_ are reserved");
  if (fields.length === 0) throw fail("it has no fields");
  if (fields.length > maxFields) {
    throw fail(`it has ${fields.length} fields, must be <= ${maxFields}`);
  }
  return { index: Number(index), name, fields: parseFields(fields, fail) };
}

function parseFields(
  parts: readonly string[],
  fail: (why: string) => ProtocolError,
): Field[] {
  const seen = new Set<string>();
  return parts.map((part) => {
    const colon = part.indexOf(":");
    const name = colon < 0 ? part : part.slice(0, colon);
    if (colon < 0) throw fail(`field "${quoteText(name)}" has no type`);
    if (!NAME.test(name)) {
      throw fail(
        `field "${quoteText(name)}" must match [A-Za-z_][A-Za-z0-9_]*`,
      );
    }
    const type = parseOmlType(part.slice(colon + 1));
    if (type === undefined) {
      throw fail(
        `field ${name} has no known type (${quoteText(part.slice(colon + 1))})`,
      );
    }
    const key = name.toLowerCase();
    if (seen.has(key)) throw fail(`field ${name} is there twice`);
    if (RESERVED_NAMES.has(key)) throw fail(`field name ${name} is reserved`);
    seen.add(key);
    return { name, type };
  });
}

/**
 * Formats a schema as {@linkcode parseSchema} reads it, in canonical spelling.
 */
export function formatSchema(schema: Schema): string {
  const fields = schema.fields.map(({ name, type }) => `${name}:${type}`);
  return [schema.index, schema.name, ...fields].join(" ");
}

/** Whether two schemas describe the same tuples, whatever their index. */
export function sameSchema(a: Schema, b: Schema): boolean {
  return a.name === b.name && sameFields(a.fields, b.fields);
}

/** Whether two lists of fields have the same names and types in that order. */
export function sameFields(
  a: readonly Field[],
  b: readonly Field[],
): boolean {
  return a.length === b.length &&
    a.every(({ name, type }, i) => name === b[i].name && type === b[i].type);
}
