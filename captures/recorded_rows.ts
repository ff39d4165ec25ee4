/**
 * The rows of a capture. Their time of arrival is the one in the capture if it
 * has such times, and the client's time otherwise.
 *
 * @module
 */
import type { ConversionKind } from "../codec/tuples/conversion.ts";
import type { Stream } from "../codec/tuples/stream.ts";
import { isArrivals } from "../codec/values/arrivals.ts";
import type { Schema } from "../codec/values/schema.ts";
import {
  type Placement,
  type RowReport,
  RowSink,
  type RowTarget,
} from "../server/batches/row_sink.ts";
import { TableBatch } from "../server/batches/table_batch.ts";

/** What the rows of a capture need to know about it. */
export interface RecordedPlacement extends Placement {
  /** Index of its stream with the times of arrival, if it has one. */
  readonly arrivals?: number;
}

/** Writes the tuples of one stream of a capture. */
export class RecordedRows extends RowSink {
  readonly #timeOffset: number;
  /** Index of the stream with the times of arrival. */
  readonly #arrivals: number | undefined;
  /** The last definition of that stream. */
  #arrivalStream: Stream | undefined;
  /** Whether the current tuple is of that stream. */
  #isArrival = false;
  /** Whether a tuple has said when the next ones arrived. */
  #hasArrived = false;

  /** Writes rows to `target`. */
  constructor(
    target: RowTarget,
    placement: RecordedPlacement,
    report?: RowReport,
  ) {
    super(target, placement, report);
    this.#timeOffset = placement.timeOffset;
    this.#arrivals = placement.arrivals;
    // A sample that is rejected before the first tuple has the time of the
    // client's start.
    this.arrival = placement.timeOffset;
  }

  override define(stream: Stream): string | undefined {
    if (isArrivals(stream.schema, this.#arrivals)) this.#arrivalStream = stream;
    return super.define(stream);
  }

  override begin(stream: Stream, sequence: number, timestamp: number): void {
    this.#isArrival = stream === this.#arrivalStream;
    this.#hasArrived ||= this.#isArrival;
    // Later rejected samples have this time, too.
    if (this.#isArrival || !this.#hasArrived) {
      this.arrival = timestamp + this.#timeOffset;
    }
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

  /**
   * Of what is repeated only definitions and times count: it was stored before.
   */
  override end(): void {
    if (this.isRepetition || this.#isArrival) this.cancel();
    else super.end();
  }

  /** The stream with the times of arrival has a table that is not stored. */
  protected override openTable(schema: Schema): TableBatch | undefined {
    return isArrivals(schema, this.#arrivals)
      ? new TableBatch(-1, schema)
      : super.openTable(schema);
  }
}
