/**
 * Decodes a connection whose bytes come from an iterable.
 *
 * @module
 */
import type { Limits } from "../values/limits.ts";
import { OmspDecoder } from "./omsp_decoder.ts";
import type { OmspEvent } from "./omsp_event.ts";

/**
 * The events of a connection: anything that gives chunks, such as a
 * `ReadableStream` of bytes. Chunks may be cut anywhere. A file may hold
 * several streams: see `decodeCapture`.
 *
 * @throws {ProtocolError} where the headers break a rule, or past a limit;
 * the events before it have come by then.
 */
export async function* decodeStream(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: Partial<Limits> = {},
): AsyncGenerator<OmspEvent, void, undefined> {
  const decoder = new OmspDecoder(limits);
  for await (const chunk of chunks) {
    yield* decoder.push(chunk);
    if (decoder.error !== undefined) throw decoder.error;
  }
  yield* decoder.end();
  if (decoder.error !== undefined) throw decoder.error;
}
