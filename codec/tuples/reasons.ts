/**
 * Why samples are rejected. These texts are stored and counted, so they are
 * few, stable, and never quote the client.
 *
 * @module
 */

/** Reasons that do not depend on a field. */
export const Reason = {
  /** The connection ended within a line or message. */
  cut: "cut off at the end of the connection",
  /** Less than time stamp, stream and sequence number. */
  noTuple: "not a tuple",
  noStream: "stream index is not a number",
  undefinedStream: "stream is not defined",
  noTimestamp: "time stamp is not a number",
  noSequence: "sequence number is not an integer",
  tooFew: "too few fields",
  tooMany: "too many fields",
  /** Bytes of a binary connection outside of messages. */
  garbage: "not a message",
  headerKey: "header key in metadata",
  badSchema: "schema definition is wrong",
  tooManyStreams: "too many streams on the connection",
  tooLongDefinitions: "too many bytes of schema definitions",
  tooManyTables: "too many tables in the experiment",
} as const;

/** The reason for a value that does not fit the field's type. */
export function badField(name: string, type: string): string {
  return `field ${name} is not a valid ${type}`;
}
