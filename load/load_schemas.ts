/**
 * The schemas of a load. Each has a `counter`, equal to the sequence number,
 * which allows checking the values.
 *
 * @module
 */
import type { OmlValue } from "../codec/values/oml_value.ts";
import { parseSchema, type Schema } from "../codec/values/schema.ts";

/** Names of the schemas. */
export const LOAD_SCHEMA_NAMES = [
  "lin",
  "wide",
  "numbers",
  "strings",
  "trickle",
] as const;

/** Name of a schema. */
export type LoadSchemaName = typeof LOAD_SCHEMA_NAMES[number];

/** A schema with its values. */
export interface LoadSchema {
  /** The schema. */
  readonly schema: Schema;
  /** The values of tuple `i`. */
  values(i: number): OmlValue[];
}

const WIDE_DOUBLES = 20;
const SENTENCE = "the quick brown fox jumps over the lazy dog, ";

/** The schemas by name. */
export const LOAD_SCHEMAS: Readonly<Record<LoadSchemaName, LoadSchema>> = {
  lin: {
    schema: parseSchema(
      "1 load_lin label:string counter:uint64 value:double",
    ),
    values: (i) => [`sample-${i}`, BigInt(i), angle(i)],
  },
  wide: {
    schema: parseSchema(
      "1 load_wide counter:uint64 host:string up:bool errors:uint32 " +
        names("metric", WIDE_DOUBLES).map((name) => `${name}:double`).join(" "),
    ),
    values: (i) => [
      BigInt(i),
      `host-${i % 100}`,
      i % 2 === 0,
      i % 1000,
      ...Array.from({ length: WIDE_DOUBLES }, (_, k) => angle(i + k)),
    ],
  },
  numbers: {
    schema: parseSchema(
      "1 load_numbers counter:uint64 small:int32 count:uint32 large:int64 " +
        "precise:double flag:bool",
    ),
    values: (i) => [
      BigInt(i),
      i % 2000 - 1000,
      i,
      BigInt(i) * -4_294_967_296n,
      Math.sqrt(i),
      i % 3 === 0,
    ],
  },
  strings: {
    schema: parseSchema(
      "1 load_strings counter:uint64 word:string escaped:string " +
        "unicode:string sentence:string",
    ),
    values: (i) => [
      BigInt(i),
      `word-${i % 50}`,
      `left\tright\\${i}`,
      `Zürich ${i} ✓`,
      SENTENCE.repeat(1 + i % 5),
    ],
  },
  trickle: {
    schema: parseSchema("1 load_trickle counter:uint64 value:double"),
    values: (i) => [BigInt(i), angle(i)],
  },
};

/** Two decimals, as most measurements have few digits. */
function angle(i: number): number {
  return (i % 628) / 100;
}

function names(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${start}${i}`);
}
