/**
 * The stage from tuples to batches: the values of one session's tuples become
 * rows of its experiment's tables.
 *
 * @module
 */
import { Reason } from "../../codec/tuples/reasons.ts";
import type { Stream, StreamLookup } from "../../codec/tuples/stream.ts";
import type {
  PlainReader,
  TupleSink,
  VectorView,
} from "../../codec/tuples/tuple_sink.ts";
import { METADATA_SCHEMA, type Schema } from "../../codec/values/schema.ts";
import { PlainLines } from "./plain_lines.ts";
import { PlainPackets } from "./plain_packets.ts";
import { TableBatch } from "./table_batch.ts";
import { vectorJson } from "./vector_json.ts";

/** What a sink needs of the experiment it writes to. */
export interface RowTarget {
  /**
   * The table for tuples of `schema`; the same one for the same schema, and
   * none if there are too many.
   */
  table(schema: Schema, resume?: string): TableBatch | undefined;
  /** Notes that `table` has rows waiting. */
  touched(table: TableBatch): void;
  /** Notes a sample that is refused. */
  reject(sample: RefusedSample): void;
  /** Told once a column: its values go beyond 2^63-1. */
  beyondSigned(table: TableBatch, field: string): void;
}

/** A sample that is not stored among the others. */
export interface RefusedSample {
  /** Number of the sender, 0 if it has no name. */
  readonly senderId: number;
  /** Index of the stream, if it is a defined one. */
  readonly stream: number | undefined;
  /** Why it is refused. */
  readonly reason: string;
  /** What the client sent; only lent. */
  readonly raw: Uint8Array;
  /** When it arrived, in seconds since the experiment's start. */
  readonly arrival: number;
  /** The resumable stream that it is of. */
  readonly resume?: string;
}

/** How a session's tuples are placed in their experiment. */
export interface Placement {
  /** Number of the sender, 0 if it has no name. */
  readonly senderId: number;
  /** Seconds to add to the client's time stamps. */
  readonly timeOffset: number;
  /** The resumable stream that they come from. */
  readonly resume?: string;
}

/** Told of one session's refused samples. */
export interface Refusals {
  /** Takes one, whose bytes are lent. */
  add(sample: RefusedSample): void;
}

const ENCODER = new TextEncoder();

/** Stands for the table until the first tuple begins; never written to. */
const NO_TABLE = new TableBatch(-1, METADATA_SCHEMA);

/** Writes one session's tuples to the tables of an experiment. */
export class RowSink implements TupleSink {
  /** When the bytes at hand arrived, in seconds since experiment's start. */
  arrival = 0;
  /** Tuples kept so far. */
  kept = 0;
  /** Samples refused so far. */
  refused = 0;
  /** Bytes of tuples that defined streams so far. */
  redefinedBytes = 0;
  /** Whether definitions come again, whose refusals were counted before. */
  isRepetition = false;
  readonly #target: RowTarget;
  readonly #placement: Placement;
  readonly #refusals: Refusals | undefined;
  readonly #tables: TableBatch[] = [];
  #table = NO_TABLE;
  #cells = NO_TABLE.cells;
  #field = 0;

  /** Rows go to `target`, refused samples to `refusals` as well. */
  constructor(target: RowTarget, placement: Placement, refusals?: Refusals) {
    this.#target = target;
    this.#placement = placement;
    this.#refusals = refusals;
  }

  define(stream: Stream): string | undefined {
    const { resume } = this.#placement;
    const table = this.#target.table(stream.schema, resume);
    if (table === undefined) return Reason.tooManyTables;
    this.#tables[stream.ordinal] = table;
    return undefined;
  }

  redefined(raw: Uint8Array): void {
    this.redefinedBytes += raw.length;
  }

  plainLines(streams: StreamLookup): PlainReader {
    return new PlainLines(streams, this);
  }

  plainPackets(streams: StreamLookup): PlainReader {
    return new PlainPackets(streams, this);
  }

  /** A row starts, in the table that is returned. */
  begin(stream: Stream, sequence: number, timestamp: number): TableBatch {
    const table = this.#tables[stream.ordinal];
    const cells = table.cells;
    this.#table = table;
    this.#cells = cells;
    this.#field = 0;
    cells.begin();
    cells.integer(this.#placement.senderId);
    cells.integer(sequence);
    cells.double(timestamp + this.#placement.timeOffset);
    cells.double(this.arrival);
    return table;
  }

  integer(value: number): void {
    this.#field++;
    this.#cells.integer(value);
  }

  integer64(high: number, low: number): void {
    this.#checkSign(high);
    this.#cells.integer64(high, low);
  }

  guid(high: number, low: number): void {
    if (high === 0 && low === 0) {
      this.#field++;
      this.#cells.null();
    } else {
      this.#checkSign(high);
      this.#cells.integer64(high, low);
    }
  }

  double(value: number): void {
    this.#field++;
    this.#cells.double(value);
  }

  bool(value: boolean): void {
    this.#field++;
    this.#cells.integer(value ? 1 : 0);
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    this.#field++;
    this.#cells.text(bytes, from, to);
  }

  blob(bytes: Uint8Array, from: number, to: number): void {
    this.#field++;
    this.#cells.blob(bytes, from, to);
  }

  vector(vector: VectorView): void {
    const json = ENCODER.encode(vectorJson(vector));
    this.text(json, 0, json.length);
  }

  end(): void {
    this.#cells.end();
    this.kept++;
    if (this.#cells.rows === 1) this.#target.touched(this.#table);
  }

  /** Nothing to undo: the next row starts where this one did. */
  cancel(): void {}

  reject(reason: string, stream: Stream | undefined, raw: Uint8Array): void {
    if (this.isRepetition) return;
    this.refused++;
    const sample = {
      senderId: this.#placement.senderId,
      stream: stream?.schema.index,
      reason,
      raw,
      arrival: this.arrival,
      resume: this.#placement.resume,
    };
    this.#target.reject(sample);
    this.#refusals?.add(sample);
  }

  /** The column of an unsigned value with the top bit set deserves a word. */
  #checkSign(high: number): void {
    const { name, type } = this.#table.schema.fields[this.#field++];
    if (high < 0x8000_0000 || type === "int64") return;
    if (this.#table.warned.has(name)) return;
    this.#table.warned.add(name);
    this.#target.beyondSigned(this.#table, name);
  }
}
