/**
 * What the sessions of an experiment have decoded, until a commit takes it.
 *
 * @module
 */
import type { BufferPool } from "../../shared/buffer_pool.ts";
import type { TableBatch } from "../batches/table_batch.ts";
import { ConversionLog } from "./conversion_log.ts";
import { OpenTables } from "./open_tables.ts";
import { ProgressLog } from "./progress_log.ts";
import { RejectLog } from "./reject_log.ts";
import type { Flush, Found } from "../rows/store.ts";

/** What a table that has to be made counts among bytes that wait: its work. */
const NEW_TABLE_BYTES = 4 * 1024;

/** Collects one flush after the other. */
export class Pending {
  /** The tables that rows are for. */
  readonly tables: OpenTables;
  /** Rejected samples. */
  readonly rejects: RejectLog;
  /** Values that are not quite what was sent. */
  readonly conversions: ConversionLog = new ConversionLog();
  /** How far resumable streams have come. */
  readonly progress: ProgressLog = new ProgressLog();
  /** Those that have rows. */
  #touched: TableBatch[] = [];
  /** Senders of sessions that have ended. */
  #left: number[] = [];

  /**
   * Goes on from what was `found` in the database, and keeps rejected samples
   * or only counts them. The memory of rows comes from `buffers`.
   */
  constructor(
    found: Found,
    keepRejects: boolean,
    buffers: BufferPool | undefined,
  ) {
    this.rejects = new RejectLog(found, keepRejects);
    this.tables = new OpenTables(buffers);
  }

  /** Whether there is nothing to commit. */
  get isEmpty(): boolean {
    return this.#touched.length === 0 && this.tables.fresh === 0 &&
      this.rejects.empty && this.conversions.empty && this.progress.empty;
  }

  /** About how many bytes wait. */
  get bytes(): number {
    let bytes = this.rejects.waitingBytes + this.conversions.waitingBytes +
      this.tables.fresh * NEW_TABLE_BYTES;
    for (const { cells } of this.#touched) bytes += cells.length;
    return bytes;
  }

  /** How many rows wait. */
  get rows(): number {
    let rows = 0;
    for (const { cells } of this.#touched) rows += cells.rows;
    return rows;
  }

  /** Notes that `table` has rows. */
  touched(table: TableBatch): void {
    this.#touched.push(table);
  }

  /** A session has ended that wrote to `tables`. */
  leave(senderId: number, tables: readonly TableBatch[]): void {
    this.#left.push(senderId);
    this.tables.leave(tables);
  }

  /** Hands everything over. */
  take(): Flush {
    const flush = {
      ...this.tables.take(),
      rows: this.#touched.map(({ handle, cells }) => ({
        handle,
        cells: cells.take(),
      })),
      ...this.rejects.take(),
      conversions: this.conversions.take(),
      progress: this.progress.take(),
      left: this.#left,
    };
    this.#touched = [];
    this.#left = [];
    return flush;
  }
}
