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
  /** To be called with one that is delivered. */
  remove(stream: SpooledStream): Promise<void>;
  /** To be called with one that the server refuses, and why. */
  refuse(stream: SpooledStream, reason: string): Promise<void>;
}
