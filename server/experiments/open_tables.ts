/**
 * The tables that sessions of an experiment write to at present. What is only
 * used by clients that have gone is forgotten: the database knows its tables.
 *
 * @module
 */
import { formatSchema, type Schema } from "../../codec/values/schema.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";
import { TableBatch } from "../batches/table_batch.ts";
import type { TableDefinition } from "../rows/store.ts";

/** Tables without a session that are kept for the next one. */
const MOST_UNUSED = 8;

interface OpenTable {
  readonly key: string;
  readonly batch: TableBatch;
  /** How many definitions of sessions that are there it is used by. */
  users: number;
}

/** Gives each schema its table, and numbers them. */
export class OpenTables {
  readonly #buffers: BufferPool | undefined;
  readonly #byKey = new Map<string, OpenTable>();
  readonly #byBatch = new Map<TableBatch, OpenTable>();
  /** Those without users, the one that was left first in front. */
  readonly #unused = new Set<OpenTable>();
  #fresh: TableDefinition[] = [];
  #handles = 0;

  /** The memory of rows comes from `buffers`. */
  constructor(buffers: BufferPool | undefined) {
    this.#buffers = buffers;
  }

  /** Tables that the database was not told of. */
  get fresh(): number {
    return this.#fresh.length;
  }

  /**
   * The table for tuples of `schema`, for one more user; none if it would be a
   * new one, and `admit` does not want it.
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

  /** A session has gone, and no longer uses these. */
  leave(batches: readonly TableBatch[]): void {
    batches.forEach((batch) => {
      const table = this.#byBatch.get(batch);
      if (table !== undefined && --table.users === 0) this.#unused.add(table);
    });
  }

  /**
   * Hands over what is new, and which numbers are never used again: all rows
   * that wait must be handed over as well.
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
