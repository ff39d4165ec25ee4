/**
 * Instruments programs: measurements go to an oml2-server, a proxy or a file.
 *
 * @module
 */
export { EncodeError } from "../codec/errors.ts";
export type { ContentMode } from "../codec/tuples/session_header.ts";
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
export type { Address, OutgoingConnection } from "../ports/runtime.ts";
export { Client } from "./client.ts";
export type { CloseOptions } from "./client.ts";
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
