/**
 * Tuples, also called samples.
 *
 * @module
 */
import type { OmlValue } from "./oml_value.ts";
import type { Schema } from "./schema.ts";

/** One measurement (OMSP §Time-stamping and book-keeping). */
export interface Tuple {
  /** The structure of the values. */
  readonly schema: Schema;
  /** Number of the tuple within its stream; an int32, counted from 0 or 1. */
  readonly sequence: number;
  /** Seconds since the sender's start-time. */
  readonly timestamp: number;
  /** One value per field, in the schema's order. */
  readonly values: readonly OmlValue[];
}
