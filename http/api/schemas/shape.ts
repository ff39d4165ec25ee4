/**
 * Ties schemas to the types that they describe.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";

/**
 * The fields of an object schema for `T`: none may be missing, and a field is
 * optional in the schema exactly if it is in the type.
 */
export type Shape<T> = {
  readonly [K in keyof T]-?: undefined extends T[K]
    ? z.ZodOptional<z.ZodType<Exclude<T[K], undefined>>>
    : z.ZodType<T[K]>;
};

/** `T` as JSON: fields that may be undefined are left out then. */
export type Sent<T> =
  & { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] }
  & { readonly [K in keyof T as undefined extends T[K] ? K : never]?: T[K] };

/** A schema for read-only arrays of `item`. */
export function list<S extends z.ZodType>(
  item: S,
): z.ZodReadonly<z.ZodArray<S>> {
  return z.array(item).readonly();
}

/** A schema for a number of things: a whole number, 0 or more. */
export function count(description: string): z.ZodInt {
  return z.int().min(0).openapi({ description });
}

/** A schema for a number with a meaning. */
export function number(description: string): z.ZodNumber {
  return z.number().openapi({ description });
}

/** A schema for a text with a meaning. */
export function text(description: string): z.ZodString {
  return z.string().openapi({ description });
}
