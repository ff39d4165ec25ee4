/**
 * Decodes a capture from an iterable of bytes.
 *
 * @module
 */
import { OmspDecoder } from "../streams/omsp_decoder.ts";
import type { OmspEvent } from "../streams/omsp_event.ts";
import { DEFAULT_LIMITS, type Limits } from "../values/limits.ts";
import { CaptureSplitter } from "./capture_splitter.ts";

/**
 * The events of a file written by programs. As they append to it, it may hold
 * the streams of several runs, each of which begins with an event `header`.
 * Chunks may be cut anywhere.
 *
 * @throws {ProtocolError} if headers violate a rule, or a limit is exceeded,
 * after the events before it.
 */
export async function* decodeCapture(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: Partial<Limits> = {},
): AsyncGenerator<OmspEvent, void, undefined> {
  let decoder = new OmspDecoder(limits);
  let events: OmspEvent[] = [];
  const take = (step: () => OmspEvent[]) => {
    // Bytes after a fault are ignored.
    if (decoder.error !== undefined) return;
    try {
      events.push(...step());
    } catch (error) {
      // Thrown below, after the events before it.
      if (error !== decoder.error) throw error;
    }
  };
  const splitter = new CaptureSplitter({
    begin: () => {
      take(() => decoder.end());
      if (decoder.error === undefined) decoder = new OmspDecoder(limits);
    },
    bytes: (bytes) => take(() => decoder.push(bytes)),
  }, { ...DEFAULT_LIMITS, ...limits });
  const flush = function* () {
    const taken = events;
    events = [];
    yield* taken;
    if (decoder.error !== undefined) throw decoder.error;
  };
  for await (const chunk of chunks) {
    splitter.push(chunk);
    yield* flush();
  }
  splitter.end();
  take(() => decoder.end());
  yield* flush();
}
