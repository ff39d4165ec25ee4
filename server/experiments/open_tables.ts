/**
 * The tables that sessions of an experiment currently write to. Tables used
 * only by disconnected clients are forgotten: the database knows its tables.
 *
 * @module
 */
import { formatSchema, type Schema } from "../../codec/values/schema.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";
import { TableBatch } from "../batches/table_batch.ts";
import type { TableDefinition } from "../rows/store.ts";

/** Maximum number of unused tables that are kept for later sessions. */
const MOST_UNUSED = 8;

interface OpenTable {
  readonly key: string;
  readonly batch: TableBatch;
  /** Number of current sessions' definitions that use it. */
  users: number;
}

/** Assigns a table to each schema, and numbers the tables. */
export class OpenTables {
  readonly #buffers: BufferPool | undefined;
  readonly #byKey = new Map<string, OpenTable>();
  readonly #byBatch = new Map<TableBatch, OpenTable>();
  /** Tables without users, the longest unused first. */
  readonly #unused = new Set<OpenTable>();
  #fresh: TableDefinition[] = [];
  #handles = 0;

  /** Memory for rows comes from `buffers`. */
  constructor(buffers: BufferPool | undefined) {
    this.#buffers = buffers;
  }

  /** Number of tables not yet passed to the database. */
  get fresh(): number {
    return this.#fresh.length;
  }

  /**
   * Returns the table for tuples of `schema`, for one more user; none if it
   * would be new and `admit` returns false.
   */
  use(
    schema: Schema,
    resume: string | undefined,
    admit: (schema: Schema) => boolean,
  ): TableBatch | undefined {
    const key = `${resume} ${formatSchema({ ...schema, index: 0 })}`;
    const known = this.#byKey.get(key);
    if (known === undefined && !admit(schema)) return undefined;
    const table = known ?? this.#open(key, schema, resume);
    table.users++;
    this.#unused.delete(table);
    return table.batch;
  }

  /** A session has ended, and no longer uses `batches`. */
  leave(batches: readonly TableBatch[]): void {
    batches.forEach((batch) => {
      const table = this.#byBatch.get(batch);
      if (table !== undefined && --table.users === 0) this.#unused.add(table);
    });
  }

  /**
   * Returns new tables, and the handles that are never used again: all waiting
   * rows must be taken as well.
   */
  take(): { tables: TableDefinition[]; forgotten: number[] } {
    const forgotten: number[] = [];
    for (const table of this.#unused) {
      if (this.#unused.size <= MOST_UNUSED) break;
      this.#unused.delete(table);
      this.#byKey.delete(table.key);
      this.#byBatch.delete(table.batch);
      forgotten.push(table.batch.handle);
    }
    const tables = this.#fresh;
    this.#fresh = [];
    return { tables, forgotten };
  }

  #open(key: string, schema: Schema, resume: string | undefined): OpenTable {
    const batch = new TableBatch(this.#handles++, schema, this.#buffers);
    const table = { key, batch, users: 0 };
    this.#byKey.set(key, table);
    this.#byBatch.set(batch, table);
    this.#fresh.push({ handle: batch.handle, schema, resume });
    return table;
  }
}
