/**
 * What is replayed.
 *
 * @module
 */
import type { SpooledStream } from "./spooled_stream.ts";

/** Streams, wherever they come from. */
export interface StreamSet {
  /** Those that are not delivered yet. */
  readonly streams: ReadonlySet<SpooledStream>;
  /** To be called with a delivered stream. */
  remove(stream: SpooledStream): Promise<void>;
  /** To be called with a stream that the server rejects, and why. */
  reject(stream: SpooledStream, reason: string): Promise<void>;
}
