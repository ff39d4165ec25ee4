/**
 * The stage between tuples and batches: converts the values of one session's
 * tuples to rows of its experiment's tables.
 *
 * @module
 */
import type { ConversionKind } from "../../codec/tuples/conversion.ts";
import { Reason } from "../../codec/tuples/reasons.ts";
import type { Stream } from "../../codec/tuples/stream.ts";
import type { TupleSink, VectorView } from "../../codec/tuples/tuple_sink.ts";
import {
  METADATA_SCHEMA,
  type Schema,
  STANDARD_COLUMNS,
} from "../../codec/values/schema.ts";
import type { ConversionCounter, ConversionKey } from "./conversion_counter.ts";
import { TableBatch } from "./table_batch.ts";
import { VectorJson } from "./vector_json.ts";

/** The part of an experiment that a sink writes to. */
export interface RowTarget {
  /**
   * Returns the table for tuples of `schema`, the same one for the same schema;
   * none if there are too many.
   */
  table(schema: Schema, resume?: string): TableBatch | undefined;
  /** Records that `table` has rows waiting. */
  noteRows(table: TableBatch): void;
  /** Records a rejected sample. */
  reject(sample: RejectedSample): void;
  /** Returns the counter of the conversions of one key, until it is taken. */
  conversion(key: ConversionKey): ConversionCounter;
  /** Called once per column whose values exceed 2^63-1. */
  beyondSigned(table: TableBatch, field: string): void;
}

/** A sample that is not stored in a table. */
export interface RejectedSample {
  /** Number of the sender, 0 if it has no name. */
  readonly senderId: number;
  /** Index of the stream, if it is defined. */
  readonly stream: number | undefined;
  /** Why it is rejected. */
  readonly reason: string;
  /** The bytes sent by the client; only valid during the call. */
  readonly raw: Uint8Array;
  /** When it arrived, in seconds since the experiment's start. */
  readonly arrival: number;
  /** Its resumable stream, if any. */
  readonly resume?: string;
}

/** The sender and the time base of a session's tuples. */
export interface Placement {
  /** Number of the sender, 0 if it has no name. */
  readonly senderId: number;
  /** Seconds to add to the client's timestamps. */
  readonly timeOffset: number;
  /** Its resumable stream, if any. */
  readonly resume?: string;
}

/** Receives one session's rejected samples and converted values. */
export interface RowReport {
  /** A sample was rejected; its bytes are only valid during the call. */
  rejected(sample: RejectedSample): void;
  /** A value was converted; its text is only valid during the call. */
  converted(
    key: ConversionKey,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void;
}

/** Top bit of the upper half: values from 2^63 on show as negative. */
const TOP_BIT = 0x8000_0000;

/** Maximum number of counters that a sink caches. */
const MOST_COUNTERS = 1000;

/** Placeholder until the first tuple begins; never written to. */
const NO_TABLE = new TableBatch(-1, METADATA_SCHEMA);

/** Writes one session's tuples to the tables of an experiment. */
export class RowSink implements TupleSink {
  /**
   * When the current bytes arrived, in seconds since the experiment's start.
   */
  arrival = 0;
  /** Tuples accepted so far. */
  kept = 0;
  /** Samples rejected so far. */
  rejected = 0;
  /** Values converted so far. */
  conversions = 0;
  /** Bytes of tuples that defined streams so far. */
  redefinedBytes = 0;
  /** Whether definitions are repeated, whose rejects were counted before. */
  isRepetition = false;
  readonly #target: RowTarget;
  readonly #placement: Placement;
  readonly #report: RowReport | undefined;
  /** The counter last used for each field. */
  readonly #counters = new Map<string, ConversionCounter>();
  readonly #tables: TableBatch[] = [];
  #table = NO_TABLE;
  #stream = 0;
  #cells = NO_TABLE.cells;
  readonly #json = new VectorJson();

  /**
   * Writes rows to `target`; `report` receives rejected samples and converted
   * values.
   */
  constructor(target: RowTarget, placement: Placement, report?: RowReport) {
    this.#target = target;
    this.#placement = placement;
    this.#report = report;
  }

  define(stream: Stream): string | undefined {
    const table = this.openTable(stream.schema);
    if (table === undefined) return Reason.tooManyTables;
    this.#tables[stream.ordinal] = table.forSession();
    return undefined;
  }

  /** Returns the table for tuples of `schema`; none if there are too many. */
  protected openTable(schema: Schema): TableBatch | undefined {
    return this.#target.table(schema, this.#placement.resume);
  }

  redefined(raw: Uint8Array): void {
    this.redefinedBytes += raw.length;
  }

  /** The tables used so far. */
  get tables(): readonly TableBatch[] {
    return this.#tables.map((table) => table.draftOf ?? table);
  }

  begin(stream: Stream, sequence: number, timestamp: number): void {
    const table = this.#tables[stream.ordinal];
    const cells = table.cells;
    this.#table = table;
    this.#stream = stream.schema.index;
    this.#cells = cells;
    cells.begin();
    cells.integer(this.#placement.senderId);
    cells.integer(sequence);
    cells.double(timestamp + this.#placement.timeOffset);
    cells.double(this.arrival);
  }

  null(): void {
    this.#cells.null();
  }

  integer(value: number): void {
    this.#cells.integer(value);
  }

  integer64(high: number, low: number): void {
    if (high >= TOP_BIT) this.#checkSign();
    this.#cells.integer64(high, low);
  }

  guid(high: number, low: number): void {
    if (high === 0 && low === 0) this.null();
    else this.integer64(high, low);
  }

  double(value: number): void {
    this.#cells.double(value);
  }

  bool(value: boolean): void {
    this.#cells.integer(value ? 1 : 0);
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    this.#cells.text(bytes, from, to);
  }

  blob(bytes: Uint8Array, from: number, to: number): void {
    this.#cells.blob(bytes, from, to);
  }

  vector(vector: VectorView): void {
    const json = this.#json;
    json.add(vector);
    if (!vector.isLast) return;
    this.text(json.bytes, 0, json.length);
    json.clear();
  }

  /** Counts in the transaction that stores the row, which ends right after. */
  converted(
    kind: ConversionKind,
    field: string,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    this.conversions++;
    const counter = this.#counter(kind, field);
    counter.add(bytes, from, to);
    this.#report?.converted(counter.key, bytes, from, to);
  }

  end(): void {
    this.#cells.end();
    this.kept++;
    const table = this.#table.draftOf ?? this.#table;
    if (table !== this.#table) table.cells.add(this.#cells);
    if (table.cells.rows === 1) this.#target.noteRows(table);
  }

  /** The next row starts at the same position. */
  cancel(): void {
    this.#json.clear();
    this.#cells.cancel();
  }

  reject(reason: string, stream: Stream | undefined, raw: Uint8Array): void {
    if (this.isRepetition) return;
    this.rejected++;
    const sample = {
      senderId: this.#placement.senderId,
      stream: stream?.schema.index,
      reason,
      raw,
      arrival: this.arrival,
      resume: this.#placement.resume,
    };
    this.#target.reject(sample);
    this.#report?.rejected(sample);
  }

  /** Returns the counter for the current stream; usually the last one used. */
  #counter(kind: ConversionKind, field: string): ConversionCounter {
    const known = this.#counters.get(field);
    if (
      known?.isTaken === false && known.key.kind === kind &&
      known.key.stream === this.#stream
    ) return known;
    const { senderId, resume } = this.#placement;
    const stream = this.#stream;
    const key = { senderId, stream, field, kind, resume };
    const counter = this.#target.conversion(key);
    if (this.#counters.size === MOST_COUNTERS) this.#counters.clear();
    this.#counters.set(field, counter);
    return counter;
  }

  /** Warns once about the current column, unless its type is signed. */
  #checkSign(): void {
    const field = this.#cells.column - STANDARD_COLUMNS.length;
    const { name, type } = this.#table.schema.fields[field];
    if (type === "int64" || this.#table.warned.has(name)) return;
    this.#table.warned.add(name);
    this.#target.beyondSigned(this.#table, name);
  }
}
