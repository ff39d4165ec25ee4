/**
 * Reads and writes OMSP, the OML Measurement Stream Protocol, versions 1 to 5.
 *
 * Programs instrumented with OML use OMSP to send measurements to a collection
 * point: a few text headers, an empty line, then tuples as text lines or binary
 * messages until the connection closes. Only the client sends.
 *
 * This module implements the protocol alone: it converts bytes to values and
 * back. It does no input or output and needs nothing of a runtime but
 * `TextEncoder` and `TextDecoder`, so it runs in Deno, Node and browsers.
 *
 * ## Writing
 *
 * {@linkcode formatHeader} creates the headers, {@linkcode TupleEncoder} the
 * tuples after them.
 *
 * ## Reading
 *
 * {@linkcode decodeStream} takes chunks of bytes, cut anywhere, and returns
 * events: `header`, `schema`, `tuple`, `rejected`. {@linkcode OmspDecoder} does
 * the same for callers that push chunks themselves. {@linkcode decodeCapture}
 * is for files, which may hold the streams of several runs.
 *
 * @example Write a connection and read it back
 * ```ts
 * import {
 *   decodeStream,
 *   formatHeader,
 *   type HeaderFields,
 *   parseSchema,
 *   TupleEncoder,
 * } from "@oml2/omsp";
 *
 * const lin = parseSchema("1 app_lin label:string counter:uint64");
 * const header: HeaderFields = {
 *   protocol: 5,
 *   domain: "demo",
 *   startTime: 1_700_000_000,
 *   senderId: "node-1",
 *   appName: "app",
 *   schemas: [lin],
 *   content: "binary",
 * };
 * const encoder = new TupleEncoder(header);
 * encoder.push({
 *   schema: lin,
 *   sequence: 1,
 *   timestamp: 0.25, // seconds since startTime
 *   values: ["first", 42n],
 * });
 * const sent = [new TextEncoder().encode(formatHeader(header)), encoder.take()];
 *
 * for await (const event of decodeStream(sent)) {
 *   if (event.type === "tuple") {
 *     console.log(event.schema.name, event.timestamp, event.values);
 *   }
 *   if (event.type === "rejected") console.warn(event.reason);
 * }
 * ```
 *
 * ## Values
 *
 * | type | in a program |
 * | --- | --- |
 * | `int32` `uint32` | number, an integer |
 * | `int64` `uint64` | bigint |
 * | `guid` | bigint; `0n` means none |
 * | `double` | number; binary messages keep 30 bits of its mantissa |
 * | `bool` | boolean |
 * | `string` | string; at most 254 bytes of UTF-8 in binary messages |
 * | `blob` | Uint8Array |
 * | `[int32]` and other vectors | array of the same |
 *
 * ## Errors
 *
 * A bad sample is an event and never stops the rest. A broken header, or a
 * length past a limit, is a {@linkcode ProtocolError} and ends the connection.
 * What cannot be written is an {@linkcode EncodeError} and is not written.
 *
 * Numbers in text are taken as far as they are numbers: `3.7` in an `int32`
 * field is 3, `12ms` is 12, `None` is `null`. Such a tuple is an event like any
 * other, and its `conversions` tell the field, the kind and the text.
 *
 * ## Speed
 *
 * Events allocate. {@linkcode TupleDecoder} gives the same to a
 * {@linkcode TupleSink}, value by value, and allocates nothing per tuple.
 *
 * @module
 */
export { EncodeError, ProtocolError } from "./codec/errors.ts";
export type { ProtocolErrorCode } from "./codec/errors.ts";
export { decodeCapture } from "./codec/captures/decode_capture.ts";
export type {
  ConversionKind,
  ConversionSink,
} from "./codec/tuples/conversion.ts";
export { decodeStream } from "./codec/streams/decode_stream.ts";
export { formatHeader } from "./codec/headers/header_format.ts";
export type { HeaderFields } from "./codec/headers/header_format.ts";
export { HeaderReader } from "./codec/headers/header_reader.ts";
export type { ReadHeader } from "./codec/headers/header_reader.ts";
export { OmspDecoder } from "./codec/streams/omsp_decoder.ts";
export type {
  Conversion,
  HeaderEvent,
  OmspEvent,
  RejectedEvent,
  SchemaEvent,
  TupleEvent,
} from "./codec/streams/omsp_event.ts";
export type {
  ContentMode,
  ResumeRequest,
  SessionHeader,
} from "./codec/headers/session_header.ts";
export type { Stream } from "./codec/tuples/stream.ts";
export { TupleDecoder } from "./codec/streams/tuple_decoder.ts";
export { TupleEncoder } from "./codec/streams/tuple_encoder.ts";
export type { EncoderOptions } from "./codec/streams/tuple_encoder.ts";
export type { TupleSink, VectorView } from "./codec/tuples/tuple_sink.ts";
export { DEFAULT_LIMITS } from "./codec/values/limits.ts";
export type { Limits } from "./codec/values/limits.ts";
export type {
  ElementType,
  OmlType,
  ScalarType,
  VectorType,
} from "./codec/values/oml_type.ts";
export type {
  ElementValues,
  OmlValue,
  ScalarValues,
  ValueOf,
} from "./codec/values/oml_value.ts";
export {
  formatSchema,
  METADATA_SCHEMA,
  parseSchema,
} from "./codec/values/schema.ts";
export type { Field, Schema } from "./codec/values/schema.ts";
export type { Tuple } from "./codec/values/tuple.ts";
