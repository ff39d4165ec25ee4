/**
 * Data decoded by the sessions of an experiment, until a commit takes it.
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

/** Bytes that a new table counts as waiting, for the work of creating it. */
const NEW_TABLE_BYTES = 4 * 1024;

/** Collects the next flush. */
export class Pending {
  /** The tables of the rows. */
  readonly tables: OpenTables;
  /** Rejected samples. */
  readonly rejects: RejectLog;
  /** Converted values. */
  readonly conversions: ConversionLog = new ConversionLog();
  /** Progress of resumable streams. */
  readonly progress: ProgressLog = new ProgressLog();
  /** Tables that have rows. */
  #withRows: TableBatch[] = [];
  /** Senders of sessions that have ended. */
  #left: number[] = [];

  /**
   * Continues from the database's contents `found`. Rejected samples are kept,
   * or only counted. Memory for rows comes from `buffers`.
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
    return this.#withRows.length === 0 && this.tables.fresh === 0 &&
      this.rejects.empty && this.conversions.empty && this.progress.empty;
  }

  /** Approximate bytes waiting. */
  get bytes(): number {
    let bytes = this.rejects.waitingBytes + this.conversions.waitingBytes +
      this.tables.fresh * NEW_TABLE_BYTES;
    for (const { cells } of this.#withRows) bytes += cells.length;
    return bytes;
  }

  /** Number of rows waiting. */
  get rows(): number {
    let rows = 0;
    for (const { cells } of this.#withRows) rows += cells.rows;
    return rows;
  }

  /** Records that `table` has rows. */
  noteRows(table: TableBatch): void {
    this.#withRows.push(table);
  }

  /** A session has ended that wrote to `tables`. */
  leave(senderId: number, tables: readonly TableBatch[]): void {
    this.#left.push(senderId);
    this.tables.leave(tables);
  }

  /** Returns and removes everything. */
  take(): Flush {
    const flush = {
      ...this.tables.take(),
      rows: this.#withRows.map(({ handle, cells }) => ({
        handle,
        cells: cells.take(),
      })),
      ...this.rejects.take(),
      conversions: this.conversions.take(),
      progress: this.progress.take(),
      left: this.#left,
    };
    this.#withRows = [];
    this.#left = [];
    return flush;
  }
}
