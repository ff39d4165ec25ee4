/**
 * The events of a decoder.
 *
 * @module
 */
import type { Schema } from "../values/schema.ts";
import type { Tuple } from "../values/tuple.ts";
import type { ConversionKind } from "../tuples/conversion.ts";
import type { SessionHeader } from "../headers/session_header.ts";

/** The headers; always the first event. */
export interface HeaderEvent {
  /** The kind of event. */
  readonly type: "header";
  /** The headers. */
  readonly header: SessionHeader;
}

/**
 * A stream was defined, in the headers or by metadata; from here on its index
 * means this schema. Schema 0 is always the first, though never sent.
 */
export interface SchemaEvent {
  /** The kind of event. */
  readonly type: "schema";
  /** The structure of the stream's tuples. */
  readonly schema: Schema;
}

/** A value that differs from its text. */
export interface Conversion {
  /** Why it differs. */
  readonly kind: ConversionKind;
  /**
   * The field's name; `oml_ts_client`, `stream index` or `oml_seq` for the
   * three numbers before the values.
   */
  readonly field: string;
  /** The text as received. */
  readonly raw: Uint8Array;
}

/**
 * A tuple. Invalid UTF-8 in its strings is replaced with U+FFFD; a text that is
 * not a number gives `null` for an integer, NaN for a double and `0n` for a
 * guid.
 */
export interface TupleEvent extends Tuple {
  /** The kind of event. */
  readonly type: "tuple";
  /** The values that differ from their texts; usually none. */
  readonly conversions: readonly Conversion[];
}

/** A rejected sample, or bytes that form none. */
export interface RejectedEvent {
  /** The kind of event. */
  readonly type: "rejected";
  /**
   * The reason: one of a few, never quoting the input, so that they can be
   * counted.
   */
  readonly reason: string;
  /** The stream's schema, if the sample named a defined one. */
  readonly schema: Schema | undefined;
  /** The bytes as received. */
  readonly raw: Uint8Array;
}

/** Any event of a connection, in the order received. */
export type OmspEvent =
  | HeaderEvent
  | SchemaEvent
  | TupleEvent
  | RejectedEvent;
