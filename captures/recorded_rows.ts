/**
 * The rows of a capture. A capture does not record when its tuples arrived,
 * unless it has marks, so the client's time stands for the server's.
 *
 * @module
 */
import type { ConversionKind } from "../codec/tuples/conversion.ts";
import type { Stream } from "../codec/tuples/stream.ts";
import {
  type Placement,
  type RowReport,
  RowSink,
  type RowTarget,
} from "../server/batches/row_sink.ts";

/** Writes the tuples of one stream of a capture. */
export class RecordedRows extends RowSink {
  readonly #timeOffset: number;

  /** Writes rows to `target`. */
  constructor(target: RowTarget, placement: Placement, report?: RowReport) {
    super(target, placement, report);
    this.#timeOffset = placement.timeOffset;
    // A sample that is rejected before the first tuple has the time of the
    // client's start.
    this.arrival = placement.timeOffset;
  }

  override begin(stream: Stream, sequence: number, timestamp: number): void {
    // Later rejected samples have the time of this tuple.
    this.arrival = timestamp + this.#timeOffset;
    super.begin(stream, sequence, timestamp);
  }

  override converted(
    kind: ConversionKind,
    field: string,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    if (!this.isRepetition) super.converted(kind, field, bytes, from, to);
  }

  /** What is repeated was stored before: only its definitions count. */
  override end(): void {
    if (this.isRepetition) this.cancel();
    else super.end();
  }
}
