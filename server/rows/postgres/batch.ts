/**
 * What an experiment wants stored, in the form that PostgreSQL takes.
 *
 * @module
 */
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import type { Schema } from "../../../codec/values/schema.ts";
import type { Cells } from "../../batches/cell_batch.ts";
import { KEPT_REJECT_BYTES } from "../reject_log.ts";
import { cellValues } from "../sqlite/cell_values.ts";
import type { ConversionCount, Flush, Progress, Reject } from "../store.ts";
import { writeTupleLine } from "../unsaved/tuple_line.ts";
import type { RefusedRow, TargetTable } from "./copy_rows.ts";
import type { Rejects } from "./postgres_rejects.ts";
import type { EncodedRows } from "./row_encoder.ts";

/** The longest explanation of the database that is kept. */
const LONGEST_WORDS = 500;

/** Rows of one table. */
export interface BatchPart {
  /** The table. */
  readonly target: TargetTable;
  /** What its rows look like. */
  readonly schema: Schema;
  /** The resumable stream that they are of. */
  readonly resume: string | undefined;
  /** The rows as they came. */
  readonly cells: Cells;
  /** Those that fit the table, encoded. */
  readonly rows: EncodedRows;
  /** Those that do not. */
  readonly unfit: readonly UnfitCell[];
}

/** A row that no such table can take. */
export interface UnfitCell {
  /** Where it is. */
  readonly cell: number;
  /** Why. */
  readonly reason: string;
}

/** A row that the database refused. */
export interface RefusedCell extends RefusedRow {
  /** What it is part of. */
  readonly part: BatchPart;
}

/** What is stored in one transaction. */
export class Batch {
  /** Rows by table. */
  readonly rows: readonly BatchPart[];
  readonly #flush: Omit<Flush, "rows">;
  readonly #keepRejects: boolean;

  /** `rows` are those of the flush. */
  constructor(
    flush: Omit<Flush, "rows">,
    rows: readonly BatchPart[],
    keepRejects: boolean,
  ) {
    this.rows = rows;
    this.#flush = flush;
    this.#keepRejects = keepRejects;
  }

  /** How far resumable streams come with it. */
  get progress(): readonly Progress[] {
    return this.#flush.progress;
  }

  /** Values of the rows that their texts were not quite. */
  get conversions(): readonly ConversionCount[] {
    return this.#flush.conversions;
  }

  /** The resumable streams that anything of it is of. */
  get streams(): string[] {
    const { rejectCounts, progress } = this.#flush;
    const streams = [
      ...this.rows.map(({ resume }) => resume),
      ...rejectCounts.map(({ resume }) => resume),
      ...progress.map(({ stream }) => stream),
    ].filter((stream) => stream !== undefined);
    return [...new Set(streams)];
  }

  /** All but what is of some resumable streams. */
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

  /** All refused samples, with the rows that the database refused. */
  rejects(refused: readonly RefusedCell[]): Rejects {
    const { rejects, rejectCounts } = this.#flush;
    const samples = [
      ...this.rows.flatMap((part) =>
        part.unfit.map(({ cell, reason }) => toReject(part, cell, reason))
      ),
      ...refused.map(({ part, cell, state }) =>
        toReject(part, cell, byDatabase(state))
      ),
    ];
    const words = refused.map(({ words }) => words.slice(0, LONGEST_WORDS));
    const unfit = samples.length - refused.length;
    const kept = samples.map((sample, i) =>
      i < unfit
        ? sample
        : { ...sample, reason: `${sample.reason}: ${words[i - unfit]}` }
    );
    return {
      rejects: this.#keepRejects ? [...rejects, ...kept] : rejects,
      rejectCounts: [
        ...rejectCounts,
        ...samples.map((sample) => ({ ...sample, count: 1 })),
      ],
    };
  }
}

/** The database's own words may differ from row to row, so are not counted. */
function byDatabase(state: string): string {
  return `refused by the database (${state})`;
}

/** The row as a client would have sent it, in the experiment's time. */
function toReject(
  { schema, cells: { bytes, columns } }: BatchPart,
  cell: number,
  reason: string,
): Reject {
  const values = cellValues(bytes, cell, columns);
  const writer = new ByteWriter();
  writeTupleLine(writer, schema, values);
  const length = writer.length;
  const [senderId, , , arrival] = values.map(Number);
  return {
    senderId,
    arrival,
    stream: schema.index,
    reason,
    raw: writer.take().slice(0, KEPT_REJECT_BYTES),
    length,
  };
}
