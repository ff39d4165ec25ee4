/**
 * The data of a flush in the form for PostgreSQL.
 *
 * @module
 */
import type { Schema } from "../../../codec/values/schema.ts";
import type { Cells } from "../../batches/cells.ts";
import { databaseRejects, rejectOf } from "../rejected_rows.ts";
import { type CellValue, cellValues } from "../../batches/cell_values.ts";
import type { ConversionCount, Flush, Progress } from "../store.ts";
import type { CopyReject, TargetTable } from "./copy_rows.ts";
import type { Rejects } from "./postgres_rejects.ts";
import type { EncodedRows } from "./row_encoder.ts";

/** Rows of one table. */
export interface BatchPart {
  /** The table. */
  readonly target: TargetTable;
  /** Schema of its rows. */
  readonly schema: Schema;
  /** Their resumable stream, if any. */
  readonly resume: string | undefined;
  /** The original rows. */
  readonly cells: Cells;
  /** Rows that the table can store, encoded. */
  readonly rows: EncodedRows;
  /** Rows that it can't. */
  readonly rejects: readonly EncodeReject[];
}

/** A row that no such table can store. */
export interface EncodeReject {
  /** Offset of its cell. */
  readonly cell: number;
  /** The reason. */
  readonly reason: string;
}

/** A row that the database rejected. */
export interface BatchReject extends CopyReject {
  /** Its part of the batch. */
  readonly part: BatchPart;
}

/** The data of one transaction. */
export class Batch {
  /** Rows by table. */
  readonly rows: readonly BatchPart[];
  readonly #flush: Omit<Flush, "rows">;
  readonly #keepRejects: boolean;

  /** `rows` are the rows of the flush. */
  constructor(
    flush: Omit<Flush, "rows">,
    rows: readonly BatchPart[],
    keepRejects: boolean,
  ) {
    this.rows = rows;
    this.#flush = flush;
    this.#keepRejects = keepRejects;
  }

  /** Progress of resumable streams with it. */
  get progress(): readonly Progress[] {
    return this.#flush.progress;
  }

  /** Converted values of the rows. */
  get conversions(): readonly ConversionCount[] {
    return this.#flush.conversions;
  }

  /** All resumable streams with data in it. */
  get streams(): string[] {
    const { rejectCounts, progress } = this.#flush;
    const streams = [
      ...this.rows.map(({ resume }) => resume),
      ...rejectCounts.map(({ resume }) => resume),
      ...progress.map(({ stream }) => stream),
    ].filter((stream) => stream !== undefined);
    return [...new Set(streams)];
  }

  /** Returns the batch without the data of some resumable streams. */
  without(streams: readonly string[]): Batch {
    if (streams.length === 0) return this;
    const isOther = ({ resume }: { resume?: string }) =>
      resume === undefined || !streams.includes(resume);
    const { tables, rejects, rejectCounts, conversions, progress } =
      this.#flush;
    const flush = {
      tables,
      rejects: rejects.filter(isOther),
      rejectCounts: rejectCounts.filter(isOther),
      conversions: conversions.filter(isOther),
      progress: progress.filter(({ stream }) => !streams.includes(stream)),
    };
    const rows = this.rows.filter(isOther);
    return new Batch(flush, rows, this.#keepRejects);
  }

  /**
   * Returns all rejected samples, including the rows that the database
   * rejected.
   */
  rejects(rejected: readonly BatchReject[]): Rejects {
    const { rejects, rejectCounts } = this.#flush;
    const byEncoder = this.rows.flatMap((part) =>
      part.rejects.map(({ cell, reason }) =>
        rejectOf(part.schema, valuesOf(part, cell), reason)
      )
    );
    const byDatabase = rejected.map(({ part, cell, state, words }) =>
      databaseRejects({
        schema: part.schema,
        values: valuesOf(part, cell),
        kind: state,
        words,
      })
    );
    const counted = [...byEncoder, ...byDatabase.map(({ counted }) => counted)];
    const kept = [...byEncoder, ...byDatabase.map(({ kept }) => kept)];
    return {
      rejects: this.#keepRejects ? [...rejects, ...kept] : rejects,
      rejectCounts: [
        ...rejectCounts,
        ...counted.map((sample) => ({ ...sample, count: 1 })),
      ],
    };
  }
}

function valuesOf(
  { cells: { bytes, columns } }: BatchPart,
  cell: number,
): CellValue[] {
  return cellValues(bytes, cell, columns);
}
