/**
 * Times of arrival in a capture: a stream whose tuples say when the tuples after
 * them arrived at the server (docs/export.md, "Streams").
 *
 * A capture names the index of that stream in a header of its own. Its tuples
 * have the time of arrival as their timestamp, and the sequence number and the
 * stream's index of the next tuple. A server stores them as a table.
 *
 * @module
 */
import { parseSchema, type Schema } from "./schema.ts";

/** The header with the index of the stream. */
export const ARRIVALS_KEY = "oml2-arrivals";

const NAME = "_oml2_arrivals";

/** The schema of the stream, with this index. */
export function arrivalsSchema(index: number): Schema {
  return parseSchema(`${index} ${NAME} stream:uint32`);
}

/** Whether `schema` is of the stream that the header names. */
export function isArrivals(
  { index, name }: Schema,
  arrivals: number | undefined,
): boolean {
  return index === arrivals && name === NAME;
}
