/**
 * The rows waiting for one table of an experiment.
 *
 * @module
 */
import type { OmlType } from "../../codec/values/oml_type.ts";
import type { Schema } from "../../codec/values/schema.ts";
import type { BufferPool } from "../../ports/buffer_pool.ts";
import { CellBatch, type ColumnKind } from "./cell_batch.ts";
import { type FieldKinds, fieldKinds } from "./field_kinds.ts";

/** Sender, sequence number, the client's time, the server's time. */
export const STANDARD_COLUMNS = 4;

/** One table that sessions of an experiment write to, shared by all of them. */
export class TableBatch {
  /** Number of the table among those of its experiment. */
  readonly handle: number;
  /** What its rows look like. The store may name the table otherwise. */
  readonly schema: Schema;
  /** The types of its fields. */
  readonly kinds: FieldKinds;
  /** The rows that wait. */
  readonly cells: CellBatch;
  /** Whether the 64-bit warning for this table's columns was given. */
  readonly warned: Set<string> = new Set();

  /** A table without rows; their memory comes from `buffers`. */
  constructor(handle: number, schema: Schema, buffers?: BufferPool) {
    this.handle = handle;
    this.schema = schema;
    this.kinds = fieldKinds(schema.fields);
    const kinds = schema.fields.map(({ type }) => columnKind(type));
    const standard = new Array<ColumnKind>(STANDARD_COLUMNS).fill("number");
    this.cells = new CellBatch([...standard, ...kinds], buffers);
  }
}

function columnKind(type: OmlType): ColumnKind {
  const isBytes = type === "string" || type === "blob" || type.startsWith("[");
  return isBytes ? "bytes" : "number";
}
