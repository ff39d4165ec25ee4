/**
 * The waiting rows of one table of an experiment.
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

/** A table that is shared by the sessions of an experiment. */
export class TableBatch {
  /** Number of the table among those of its experiment. */
  readonly handle: number;
  /** Schema of its rows. The store may use a different table name. */
  readonly schema: Schema;
  /** The waiting rows. */
  readonly cells: CellBatch;
  /** The batch that receives complete rows, if not this one. */
  readonly draftOf: TableBatch | undefined;
  /** Columns for which the 64-bit warning was logged. */
  readonly warned: Set<string>;
  readonly #buffers: BufferPool | undefined;

  /** Creates a table without rows; their memory comes from `buffers`. */
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
   * Returns the batch for one session. A long vector is read in slices; between
   * two of them other sessions write to the table, and it is committed.
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
