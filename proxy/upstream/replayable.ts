/**
 * A stream that can be replayed.
 *
 * @module
 */
import type { Signal } from "../../shared/signal.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import type { TupleReader } from "./tuple_reader.ts";

/** A stream, and what is known of it. */
export interface Replayable {
  /** Its bytes. */
  readonly stream: SpooledStream;
  /** Why servers refuse its headers, if they do. */
  readonly headerFault: string | undefined;
  /** Its body, or all of it where it has no headers. */
  readonly reader: TupleReader;
  /** Rung when the stream grows, or the state of the replay changes. */
  readonly signal: Signal;
}
