/**
 * What a decoder finds on a connection, as values to keep.
 *
 * @module
 */
import type { Schema } from "../values/schema.ts";
import type { Tuple } from "../values/tuple.ts";
import type { ConversionKind } from "../tuples/conversion.ts";
import type { SessionHeader } from "../headers/session_header.ts";

/** The headers; always the first event. */
export interface HeaderEvent {
  /** Tells this event from the others. */
  readonly type: "header";
  /** What the client said of itself. */
  readonly header: SessionHeader;
}

/**
 * A stream is defined, in the headers or by metadata; from here on its index
 * means this schema. Schema 0 is always the first, though never sent.
 */
export interface SchemaEvent {
  /** Tells this event from the others. */
  readonly type: "schema";
  /** What tuples of the stream look like. */
  readonly schema: Schema;
}

/** A value that is not quite what its text says. */
export interface Conversion {
  /** Why it differs. */
  readonly kind: ConversionKind;
  /**
   * The field's name; `oml_ts_client`, `stream index` or `oml_seq` for the
   * three numbers in front of the values.
   */
  readonly field: string;
  /** The text as it came. */
  readonly raw: Uint8Array;
}

/**
 * A tuple. Its strings are UTF-8 with U+FFFD in the place of what is none;
 * where text was no number, integers are `null`, doubles NaN and guids `0n`.
 */
export interface TupleEvent extends Tuple {
  /** Tells this event from the others. */
  readonly type: "tuple";
  /** The values that differ from their texts; mostly none. */
  readonly conversions: readonly Conversion[];
}

/** A sample that is refused, or bytes that are none. */
export interface RejectedEvent {
  /** Tells this event from the others. */
  readonly type: "rejected";
  /** Why: one of few, never quoting what came, so that they can be counted. */
  readonly reason: string;
  /** The stream's schema, where the sample named a defined one. */
  readonly schema: Schema | undefined;
  /** The bytes as they came. */
  readonly raw: Uint8Array;
}

/** Anything found on a connection, in the order it came. */
export type OmspEvent =
  | HeaderEvent
  | SchemaEvent
  | TupleEvent
  | RejectedEvent;
