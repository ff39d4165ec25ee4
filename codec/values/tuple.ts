/**
 * Tuples, also called samples.
 *
 * @module
 */
import type { OmlValue } from "./oml_value.ts";
import type { Schema } from "./schema.ts";

/** One measurement (OMSP §Time-stamping and book-keeping). */
export interface Tuple {
  /** What the values mean. */
  readonly schema: Schema;
  /** Counts the tuples of its stream; an int32, from 0 or 1 on. */
  readonly sequence: number;
  /** Seconds since the sender's start-time. */
  readonly timestamp: number;
  /** One value a field, in the schema's order. */
  readonly values: readonly OmlValue[];
}
