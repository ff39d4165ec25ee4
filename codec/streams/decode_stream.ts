/**
 * Decodes a connection from an iterable of bytes.
 *
 * @module
 */
import type { Limits } from "../values/limits.ts";
import { OmspDecoder } from "./omsp_decoder.ts";
import type { OmspEvent } from "./omsp_event.ts";

/**
 * The events of a connection, from any iterable of chunks such as a
 * `ReadableStream` of bytes. Chunks may be cut anywhere. For a file, which may
 * hold several streams, use `decodeCapture`.
 *
 * @throws {ProtocolError} if the headers violate a rule, or a limit is exceeded,
 * after the events before it.
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
