/**
 * Rows as binary messages, for what a line of text can't have.
 *
 * @module
 */
import {
  decodeDouble,
  DoubleSplitter,
} from "../../codec/binary/binary_double.ts";
import { EncodeError } from "../../codec/errors.ts";
import { TupleEncoder } from "../../codec/streams/tuple_encoder.ts";
import {
  isVectorType,
  type OmlType,
  type ScalarType,
} from "../../codec/values/oml_type.ts";
import type { OmlValue } from "../../codec/values/oml_value.ts";
import type { Schema } from "../../codec/values/schema.ts";
import type {
  ExactElement,
  ExactRows,
  ExactValue,
} from "../../stored/stored.ts";

/** What stands for a value that is missing; nothing does for an integer. */
const MISSING: Readonly<Record<ScalarType, OmlValue>> = {
  ...{ int32: null, uint32: null, int64: null, uint64: null },
  ...{ double: NaN, guid: 0n, bool: false, string: "", blob: new Uint8Array() },
};

/** Writes the rows of a table whose values are of the types of its schema. */
export class BinaryRow {
  readonly #schema: Schema;
  readonly #encoder = new TupleEncoder({ content: "binary" });
  readonly #splitter = new DoubleSplitter();

  /** Writes rows of the stream with this schema. */
  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** The message of a row; `undefined` if none has all of it exactly. */
  message(
    { seqs, client, values }: ExactRows,
    row: number,
  ): Uint8Array | undefined {
    const { fields } = this.#schema;
    const timestamp = client[row] ?? NaN;
    const sent = fields.map(({ type }, i) =>
      toOmlValue(type, values[i].at(row) ?? null)
    );
    const isExact = this.#isExact(timestamp) &&
      fields.every(({ type }, i) =>
        type !== "double" || this.#isExact(sent[i])
      );
    if (!isExact) return undefined;
    try {
      const sequence = seqs[row];
      const schema = this.#schema;
      this.#encoder.push({ schema, sequence, timestamp, values: sent });
      return this.#encoder.take();
    } catch (error) {
      if (error instanceof EncodeError) return undefined;
      throw error;
    }
  }

  /** Whether a double has at most the 30 bits of a message. */
  #isExact(value: OmlValue): boolean {
    if (typeof value !== "number" || Number.isNaN(value)) return true;
    const splitter = this.#splitter;
    if (!splitter.split(value)) return false;
    const { mantissa, exponent } = splitter;
    return Object.is(decodeDouble(mantissa, exponent & 0xff), value);
  }
}

function toOmlValue(type: OmlType, value: ExactValue): OmlValue {
  if (isList(value)) return elements(value);
  if (value === null) return isVectorType(type) ? [] : MISSING[type];
  switch (type) {
    case "int32":
    case "uint32":
      return Number(value);
    case "int64":
    case "uint64":
    case "guid":
      return typeof value === "number" ? BigInt(value) : value;
    default:
      return value;
  }
}

/** A list of one kind of elements. */
function elements(value: readonly ExactElement[]): OmlValue {
  const bigints = value.filter((each) => typeof each === "bigint");
  if (bigints.length === value.length) return bigints;
  const booleans = value.filter((each) => typeof each === "boolean");
  if (booleans.length === value.length) return booleans;
  return value.map((each) => each === null ? NaN : Number(each));
}

function isList(value: ExactValue): value is readonly ExactElement[] {
  return Array.isArray(value);
}
