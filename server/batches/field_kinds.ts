/**
 * The types of a table's fields as small numbers, for the inner loops.
 *
 * @module
 */
import type { OmlType } from "../../codec/values/oml_type.ts";
import type { Field } from "../../codec/values/schema.ts";

/** Numbers of the types that have a quick way; all others are 0. */
export const FieldKind = {
  other: 0,
  double: 1,
  string: 2,
  int32: 3,
  uint32: 4,
  int64: 5,
  uint64: 6,
  bool: 7,
  guid: 8,
} as const;

/** One number of {@linkcode FieldKind} a field. */
export type FieldKinds = Uint8Array;

/** The kinds of a schema's fields. */
export function fieldKinds(fields: readonly Field[]): FieldKinds {
  const numbers: Partial<Record<OmlType, number>> = FieldKind;
  return Uint8Array.from(fields, ({ type }) => numbers[type] ?? 0);
}
