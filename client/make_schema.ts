/**
 * The schemas of measurement points.
 *
 * @module
 */
import { ProtocolError } from "../codec/errors.ts";
import type { ContentMode } from "../codec/headers/session_header.ts";
import { parseSchema, type Schema } from "../codec/values/schema.ts";
import { DefinitionError } from "./errors.ts";

/** The highest number of a stream and of its fields in binary. */
const MOST_BINARY = 255;

/**
 * The schema of one more stream, after the `others`.
 *
 * @throws {DefinitionError} if the name is in use, or the fields are invalid.
 */
export function makeSchema(
  name: string,
  fields: string,
  others: readonly Schema[],
  content: ContentMode,
): Schema {
  const fail = (why: string, cause?: unknown) =>
    new DefinitionError(`Cannot define ${name}: ${why}`, { cause });
  const key = name.toLowerCase();
  if (others.some((other) => other.name.toLowerCase() === key)) {
    throw fail("the name is in use");
  }
  const schema = parse(`${others.length} ${name} ${fields}`, fail);
  const most = Math.max(schema.index, schema.fields.length);
  if (content === "text" || most <= MOST_BINARY) return schema;
  throw fail(`binary supports ${MOST_BINARY} points and fields; use text`);
}

function parse(
  text: string,
  fail: (why: string, cause: unknown) => DefinitionError,
): Schema {
  try {
    return parseSchema(text);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw fail(error.message, error);
  }
}
