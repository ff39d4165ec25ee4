/**
 * Derives the types of a measurement point's values from the text of its
 * schema, such as `"label:string angle:double"`.
 *
 * @module
 */
import type { OmlType } from "../codec/values/oml_type.ts";
import type { OmlValue, ValueOf } from "../codec/values/oml_value.ts";

/** The value of a field of type `T`; `null` where the wire has no value. */
export type FieldValue<T extends OmlType> = T extends "double" | "guid"
  ? ValueOf<T> | null
  : ValueOf<T>;

/** The type of a field written as `name:type`; `never` if it is invalid. */
export type ValueOfField<Field extends string> = Field extends
  `${string}:${infer T extends OmlType}` ? FieldValue<T> : never;

/** The name of a field written as `name:type`. */
export type NameOfField<Field extends string> = Field extends
  `${infer Name}:${string}` ? Name : never;

/** The words of a text, as a tuple type. */
export type Words<Text extends string, Done extends readonly string[] = []> =
  Text extends `${infer Word} ${infer Rest}`
    ? Words<Rest, Word extends "" ? Done : [...Done, Word]>
    : Text extends "" ? Done
    : [...Done, Text];

/** The values of a tuple, in the order of the schema `Text`. */
export type Values<Text extends string> = string extends Text
  ? readonly OmlValue[]
  : ValuesOfFields<Words<Text>>;

/** The values of a list of fields. */
export type ValuesOfFields<Fields extends readonly string[]> = {
  readonly [I in keyof Fields]: ValueOfField<Fields[I]>;
};

/** The values of a tuple by the field names of the schema `Text`. */
export type NamedValues<Text extends string> = string extends Text
  ? Readonly<Record<string, OmlValue>>
  : {
    readonly [Field in Words<Text>[number] as NameOfField<Field>]: ValueOfField<
      Field
    >;
  };
