/**
 * The columns of a Parquet file: their types, and their values as the writer
 * takes them.
 *
 * @module
 */
import type { ParquetWriter } from "hyparquet-writer";
import type { ColumnShape } from "../../archive/archive.ts";
import { omlTypeOf } from "../../archive/column_shapes.ts";
import {
  elementType,
  isVectorType,
  type ScalarType,
} from "../../codec/values/oml_type.ts";
import type { ExactValue } from "../../stored/stored.ts";
import {
  anyValues,
  type ColumnValues,
  doubleValues,
  int64Values,
  type ParquetValue,
  textValues,
  uint64Values,
} from "./column_values.ts";

/** An element of a Parquet schema. */
export type SchemaElement = ConstructorParameters<
  typeof ParquetWriter
>[0]["schema"][number];

/**
 * Converts a value that is not NULL; `undefined` if the type of the column does
 * not have it.
 */
type Convert = (value: Exclude<ExactValue, null>) => ParquetValue | undefined;

/** A column of a file. */
export interface ParquetColumn {
  /** Its name. */
  readonly name: string;
  /** Its part of the schema. */
  readonly elements: readonly SchemaElement[];
  /** Converts its values. */
  readonly convert: Convert;
  /** Room for its values. */
  readonly values: ColumnValues;
}

/** The type of a column. */
interface Type {
  readonly element: Omit<SchemaElement, "name" | "repetition_type">;
  readonly convert: Convert;
  /** Room for values, unless there may be values of any kind. */
  readonly room?: () => ColumnValues;
}

const INT32: Type = {
  element: { type: "INT32" },
  convert: (value) => isWithin(value, -(2 ** 31), 2 ** 31) ? value : undefined,
};

// The writer encodes the newer, logical types of integers in a way that readers
// reject, so unsigned ones have only the older type.
const UINT32: Type = {
  element: { type: "INT32", converted_type: "UINT_32" },
  convert: (value) => isWithin(value, 0, 2 ** 32) ? value : undefined,
};

const INT64: Type = {
  element: { type: "INT64" },
  convert: (value) => {
    const integer = integerOf(value);
    return integer !== undefined && BigInt.asIntN(64, integer) === integer
      ? integer
      : undefined;
  },
  room: int64Values,
};

const UINT64: Type = {
  element: { type: "INT64", converted_type: "UINT_64" },
  convert: (value) => {
    const integer = integerOf(value);
    return integer !== undefined && BigInt.asUintN(64, integer) === integer
      ? integer
      : undefined;
  },
  room: uint64Values,
};

const DOUBLE: Type = {
  element: { type: "DOUBLE" },
  convert: (value) => typeof value === "number" ? value : undefined,
  room: doubleValues,
};

const BOOLEAN: Type = {
  element: { type: "BOOLEAN" },
  convert: (value) => typeof value === "boolean" ? value : undefined,
};

const STRING: Type = {
  element: {
    ...{ type: "BYTE_ARRAY", converted_type: "UTF8" },
    logical_type: { type: "STRING" },
  },
  convert: (value) => typeof value === "object" ? undefined : String(value),
  room: textValues,
};

const BYTES: Type = {
  element: { type: "BYTE_ARRAY" },
  convert: (value) => value instanceof Uint8Array ? value : undefined,
};

/** UNIX microseconds. */
const TIMESTAMP: Type = {
  element: {
    ...{ type: "INT64", converted_type: "TIMESTAMP_MICROS" },
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  },
  convert: INT64.convert,
  room: int64Values,
};

const SCALARS: Readonly<Record<ScalarType, Type>> = {
  ...{ int32: INT32, uint32: UINT32, int64: INT64, uint64: UINT64 },
  ...{ guid: UINT64, double: DOUBLE, bool: BOOLEAN },
  ...{ string: STRING, blob: BYTES },
};

/** The column of a table's. */
export function columnOf({ name, type }: ColumnShape): ParquetColumn {
  const known = omlTypeOf(type);
  if (isVectorType(known)) return list(name, SCALARS[elementType(known)]);
  // A type that only the database declares is no limit.
  const isOpen = known === "int32" && type !== known;
  return column(name, isOpen ? INT64 : SCALARS[known]);
}

/** A column of texts. */
export function textColumn(name: string): ParquetColumn {
  return column(name, STRING);
}

/** A column of 64-bit integers. */
export function integerColumn(name: string): ParquetColumn {
  return column(name, INT64);
}

/** A column of doubles. */
export function doubleColumn(name: string): ParquetColumn {
  return column(name, DOUBLE);
}

/** A column of times, which are given in UNIX microseconds. */
export function timestampColumn(name: string): ParquetColumn {
  return column(name, TIMESTAMP);
}

function column(
  name: string,
  { element, convert, room = anyValues }: Type,
): ParquetColumn {
  return {
    ...{ name, convert, values: room() },
    elements: [{ name, repetition_type: "OPTIONAL", ...element }],
  };
}

function list(name: string, { element, convert }: Type): ParquetColumn {
  return {
    name,
    elements: [
      {
        ...{ name, repetition_type: "OPTIONAL", num_children: 1 },
        ...{ converted_type: "LIST", logical_type: { type: "LIST" } },
      },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", repetition_type: "OPTIONAL", ...element },
    ],
    convert: (value) => isList(value) ? elements(value, convert) : undefined,
    values: anyValues(),
  };
}

function elements(
  values: readonly ExactValue[],
  convert: Convert,
): ParquetValue[] | undefined {
  const converted: ParquetValue[] = [];
  for (const value of values) {
    const element = value === null ? null : convert(value);
    if (element === undefined) return undefined;
    converted.push(element);
  }
  return converted;
}

function isList(
  value: ExactValue,
): value is Extract<ExactValue, readonly unknown[]> {
  return Array.isArray(value);
}

/** Whether a value is an integer from `least` to below `end`. */
function isWithin(
  value: ExactValue,
  least: number,
  end: number,
): value is number {
  return typeof value === "number" && Number.isInteger(value) &&
    value >= least && value < end;
}

function integerOf(value: ExactValue): bigint | undefined {
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isInteger(value)
    ? BigInt(value)
    : undefined;
}
