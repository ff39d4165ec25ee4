/**
 * Converts flushes to batches.
 *
 * @module
 */
import type { BufferPool } from "../../../shared/buffer_pool.ts";
import { recycleCells } from "../../batches/cells.ts";
import type { Flush, TableDefinition, TableRows } from "../store.ts";
import { Batch, type BatchPart, type EncodeReject } from "./batch.ts";
import type { TargetTable } from "./copy_rows.ts";
import { RowEncoder } from "./row_encoder.ts";

interface NamedTable {
  readonly definition: TableDefinition;
  readonly target: TargetTable;
  readonly encoder: RowEncoder;
}

/** Builds batches, with the tables of one database by their numbers. */
export class BatchBuilder {
  readonly #keepRejects: boolean;
  readonly #buffers: BufferPool;
  readonly #tables = new Map<number, NamedTable>();

  /** `keepRejects`: whether rejected rows are kept, or only counted. */
  constructor(keepRejects: boolean, buffers: BufferPool) {
    this.#keepRejects = keepRejects;
    this.#buffers = buffers;
  }

  /** Assigns a table to a number. */
  name(definition: TableDefinition, target: TargetTable): void {
    const encoder = new RowEncoder(target.columns, this.#buffers);
    this.#tables.set(definition.handle, { definition, target, encoder });
  }

  /** No more rows with these numbers follow. */
  forget(handles: readonly number[] = []): void {
    for (const handle of handles) this.#tables.delete(handle);
  }

  /** Whether all tables of a flush are known. */
  knows({ rows }: Flush): boolean {
    return rows.every(({ handle }) => this.#tables.has(handle));
  }

  /** Returns the tables of a flush's rows. */
  definitions({ rows }: Flush): TableDefinition[] {
    return rows.map(({ handle }) => this.#table(handle).definition);
  }

  /** Builds the batch of a flush, whose memory it still uses. */
  build(flush: Flush): Batch {
    const parts = flush.rows.map((rows) => this.#part(rows));
    return new Batch(flush, parts, this.#keepRejects);
  }

  /** Releases the memory of a batch. */
  recycle({ rows }: Batch): void {
    for (const { cells, rows: { bytes } } of rows) {
      recycleCells(cells, this.#buffers);
      this.#buffers.give(bytes.buffer);
    }
  }

  #part({ handle, cells }: TableRows): BatchPart {
    const table = this.#table(handle);
    const { target, encoder, definition: { schema, resume } } = table;
    const rejects: EncodeReject[] = [];
    const rows = encoder.encode(
      cells,
      (cell, reason) => rejects.push({ cell, reason }),
    );
    return { target, schema, resume, cells, rows, rejects };
  }

  #table(handle: number): NamedTable {
    const table = this.#tables.get(handle);
    if (table === undefined) throw new Error(`No table has number ${handle}`);
    return table;
  }
}
