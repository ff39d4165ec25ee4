/**
 * A stream that can be replayed.
 *
 * @module
 */
import type { Signal } from "../../shared/signal.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import type { TupleReader } from "./tuple_reader.ts";

/** A stream, and how to replay it. */
export interface Replayable {
  /** The stream. */
  readonly stream: SpooledStream;
  /** Why servers reject its headers; unset if they do not. */
  readonly headerFault: string | undefined;
  /** Reads its body, or all of it if it has no headers. */
  readonly reader: TupleReader;
  /**
   * Notified when the stream grows, or when the state of the replay changes.
   */
  readonly signal: Signal;
}
