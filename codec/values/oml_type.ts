/**
 * The types of the fields of a measurement stream.
 *
 * @module
 */

/** Types whose value is a single number, text or byte string. */
export type ScalarType =
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "double"
  | "string"
  | "blob"
  | "guid"
  | "bool";

/** Types of vector elements (OMSP §Schema Specification, V>=5). */
export type ElementType =
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "double"
  | "bool";

/** Vector types, as written in a schema. */
export type VectorType = `[${ElementType}]`;

/** Every OMSP type in its canonical spelling. */
export type OmlType = ScalarType | VectorType;

const CANONICAL: ReadonlyMap<string, OmlType> = new Map<string, OmlType>([
  ["int32", "int32"],
  ["uint32", "uint32"],
  ["int64", "int64"],
  ["uint64", "uint64"],
  ["double", "double"],
  ["string", "string"],
  ["blob", "blob"],
  ["guid", "guid"],
  ["bool", "bool"],
  ["[int32]", "[int32]"],
  ["[uint32]", "[uint32]"],
  ["[int64]", "[int64]"],
  ["[uint64]", "[uint64]"],
  ["[double]", "[double]"],
  ["[bool]", "[bool]"],
  ["int", "int32"],
  ["integer", "int32"],
  ["long", "int32"],
  ["float", "double"],
  ["real", "double"],
]);

const ELEMENT: ReadonlyMap<OmlType, ElementType> = new Map<
  OmlType,
  ElementType
>([
  ["[int32]", "int32"],
  ["[uint32]", "uint32"],
  ["[int64]", "int64"],
  ["[uint64]", "uint64"],
  ["[double]", "double"],
  ["[bool]", "bool"],
]);

/**
 * The canonical type named `name`, or `undefined` if there is none. Case does
 * not matter; the deprecated names `int`, `integer` and `long` mean int32,
 * `float` and `real` mean double (OMSP §Schema Specification).
 */
export function parseOmlType(name: string): OmlType | undefined {
  return CANONICAL.get(name.toLowerCase());
}

/** Whether values of `type` are vectors. */
export function isVectorType(type: OmlType): type is VectorType {
  return ELEMENT.has(type);
}

/** The type of a vector's elements. */
export function elementType(type: VectorType): ElementType;
/** The type of a vector's elements, or `undefined` for a scalar type. */
export function elementType(type: OmlType): ElementType | undefined;
export function elementType(type: OmlType): ElementType | undefined {
  return ELEMENT.get(type);
}
