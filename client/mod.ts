/**
 * Instruments programs with OML: their measurements go to an oml2-server, to a
 * proxy, or into a file, in the background.
 *
 * `createClient` is in `@oml2/omsp/client/deno` and `@oml2/omsp/client/node`;
 * the import is the only difference between the runtimes.
 *
 * @example Measure
 * ```ts
 * import { createClient } from "@oml2/omsp/client/deno";
 *
 * const client = createClient({
 *   collect: "tcp:localhost:3003",
 *   domain: "demo", // the experiment, and so the database
 *   senderId: "node-1", // the sender
 *   appName: "walker", // the program, and the first part of its tables' names
 * });
 * const steps = client.define("steps", "place:string count:uint32 angle:double");
 *
 * steps.inject("roof", 3, 0.5); // checked by TypeScript
 * steps.injectNamed({ place: "cellar", count: 4, angle: null });
 * await client.close(); // sends the rest
 * ```
 *
 * ## Guarantees
 *
 * `inject` never waits: it encodes the tuple into a bounded buffer, from which
 * it is sent in the background. If the collection point is unreachable, the
 * client retries after 1 to 30 seconds, repeats its headers, and continues with
 * the buffer. Tuples that do not fit into the buffer are dropped and counted;
 * the gap shows in `oml_seq`. Await `client.room()` to avoid that.
 *
 * Without `resume`, data that the system had accepted when a connection broke
 * may be lost, and a partly accepted piece may arrive twice. With it, each
 * tuple is stored exactly once, whatever breaks.
 *
 * @module
 */
export { EncodeError } from "../codec/errors.ts";
export type { ContentMode } from "../codec/headers/session_header.ts";
export type {
  ElementType,
  OmlType,
  ScalarType,
  VectorType,
} from "../codec/values/oml_type.ts";
export type {
  ElementValues,
  OmlValue,
  ScalarValues,
  ValueOf,
} from "../codec/values/oml_value.ts";
export type { Field, Schema } from "../codec/values/schema.ts";
export type {
  Address,
  ClientTls,
  OutgoingConnection,
} from "../ports/runtime.ts";
export { Client } from "./client.ts";
export { environmentOptions } from "./environment.ts";
export type { Environment, EnvironmentOptions } from "./environment.ts";
export {
  ConnectionError,
  DefinitionError,
  ResumeError,
  TargetError,
  UnsentError,
} from "./errors.ts";
export type { MeasurementPoint, PointOf } from "./measurement_point.ts";
export { DEFAULT_BUFFER_BYTES } from "./options.ts";
export type {
  ClientObserver,
  ClientOptions,
  ClientState,
  CloseOptions,
  DropPolicy,
} from "./options.ts";
export type { Dialer } from "./outlet.ts";
export type {
  FieldValue,
  NamedValues,
  NameOfField,
  ValueOfField,
  Values,
  ValuesOfFields,
  Words,
} from "./schema_text.ts";
