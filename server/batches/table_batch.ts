/**
 * The rows waiting for one table of an experiment.
 *
 * @module
 */
import type { OmlType } from "../../codec/values/oml_type.ts";
import {
  hasVectors,
  type Schema,
  STANDARD_COLUMNS,
} from "../../codec/values/schema.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";
import { CellBatch, type ColumnKind } from "./cell_batch.ts";

/** One table that sessions of an experiment write to, shared by all of them. */
export class TableBatch {
  /** Number of the table among those of its experiment. */
  readonly handle: number;
  /** What its rows look like. The store may name the table otherwise. */
  readonly schema: Schema;
  /** The rows that wait. */
  readonly cells: CellBatch;
  /** Where the rows go as soon as they are complete; else they stay. */
  readonly draftOf: TableBatch | undefined;
  /** Whether the 64-bit warning for this table's columns was given. */
  readonly warned: Set<string>;
  readonly #buffers: BufferPool | undefined;

  /** A table without rows; their memory comes from `buffers`. */
  constructor(
    handle: number,
    schema: Schema,
    buffers?: BufferPool,
    draftOf?: TableBatch,
  ) {
    this.handle = handle;
    this.schema = schema;
    this.draftOf = draftOf;
    this.warned = draftOf?.warned ?? new Set();
    this.#buffers = buffers;
    const columns = [...STANDARD_COLUMNS, ...schema.fields];
    const kinds = columns.map(({ type }) => columnKind(type));
    this.cells = new CellBatch(kinds, buffers);
  }

  /**
   * Where one session is to write its rows. A long vector is read in slices:
   * between two of them others write to the table, and it is committed.
   */
  forSession(): TableBatch {
    const { handle, schema } = this;
    return hasVectors(schema)
      ? new TableBatch(handle, schema, this.#buffers, this)
      : this;
  }
}

function columnKind(type: OmlType): ColumnKind {
  const isBytes = type === "string" || type === "blob" || type.startsWith("[");
  return isBytes ? "bytes" : "number";
}
