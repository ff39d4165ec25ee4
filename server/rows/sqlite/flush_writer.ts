/**
 * Writes flushes into one SQLite database, each in a transaction.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  type CommitPermit,
  isWithdrawn,
  putBackPermit,
  takePermit,
} from "../worker/commit_permit.ts";
import type { RejectedRow } from "../rejected_rows.ts";
import { StoreError } from "../store.ts";
import type { Steps } from "../scheduler.ts";
import {
  CarefulRows,
  insertPlainly,
  type InsertRuns,
  RolledBack,
} from "./careful_rows.ts";
import { SqliteConversions } from "./sqlite_conversions.ts";
import { isRejection } from "./sqlite_errors.ts";
import type { SqliteFlush } from "./sqlite_flush.ts";
import { writeProgress } from "./sqlite_progress.ts";
import { writeRejectedRows, writeRejects } from "./sqlite_rejects.ts";
import { runsOf, type SqliteRows, type TargetTable } from "./sqlite_rows.ts";
import type { SqliteTables } from "./sqlite_tables.ts";

/** Context of a {@linkcode FlushWriter}. */
export interface WriterParts {
  /** The database. */
  readonly database: DatabaseSync;
  /** Its tables. */
  readonly tables: SqliteTables;
  /** Inserts into it. */
  readonly rows: SqliteRows;
  /** Begins a write transaction. */
  readonly begin: () => void;
}

/** Writes flushes, and keeps their table definitions. */
export class FlushWriter {
  readonly #database: DatabaseSync;
  readonly #tables: SqliteTables;
  readonly #rows: SqliteRows;
  readonly #begin: () => void;
  readonly #conversions: SqliteConversions;
  readonly #named = new Map<number, TargetTable>();

  /** Writes with `parts`, which belong together. */
  constructor({ database, tables, rows, begin }: WriterParts) {
    this.#database = database;
    this.#conversions = new SqliteConversions(database);
    this.#tables = tables;
    this.#rows = rows;
    this.#begin = begin;
  }

  /** See `SqliteDatabase.write`; an image is loaded already. */
  *write(flush: SqliteFlush, keepRejects: boolean): Steps<RejectedRow[]> {
    const rows = this.#rows;
    try {
      return yield* this.#store(
        flush,
        keepRejects,
        (runs) => insertPlainly(rows, runs),
      );
    } catch (error) {
      if (!isRejection(error)) throw error;
    }
    const careful = new CarefulRows(this.#database, rows);
    const insert: InsertRuns = (runs) => careful.insert(runs);
    for (;;) {
      try {
        return yield* this.#store(flush, keepRejects, insert);
      } catch (error) {
        if (!(error instanceof RolledBack)) throw error;
      }
    }
  }

  /** Runs one transaction, whose rows are inserted by `insert`. */
  *#store(
    flush: SqliteFlush,
    keepRejects: boolean,
    insert: InsertRuns,
  ): Steps<RejectedRow[]> {
    const named = new Map<number, TargetTable>();
    this.#begin();
    try {
      if (flush.tables.length > 0) this.#tables.refresh();
      for (const { handle, schema } of flush.tables) {
        named.set(handle, { table: this.#tables.resolve(schema), schema });
        yield* pause(flush.permit);
      }
      const target = (handle: number) =>
        named.get(handle) ?? this.#named.get(handle);
      const rejected = yield* heeding(
        flush.permit,
        insert(runsOf(flush, target)),
      );
      writeRejects(this.#database, flush);
      writeRejectedRows(this.#database, rejected, keepRejects);
      this.#conversions.write(flush.conversions);
      writeProgress(this.#database, flush.progress);
      this.#commit(flush.permit);
      for (const [handle, table] of named) this.#named.set(handle, table);
      for (const handle of flush.forgotten ?? []) this.#named.delete(handle);
      return rejected;
    } catch (error) {
      rollBack(this.#database);
      this.#tables.forget();
      this.#conversions.forget();
      throw error;
    }
  }

  #commit(permit: CommitPermit | undefined): void {
    if (permit !== undefined && !takePermit(permit)) throw givenUp();
    try {
      this.#database.exec("COMMIT");
    } catch (error) {
      if (permit !== undefined) putBackPermit(permit);
      throw error;
    }
  }
}

/** Rolls back, unless SQLite already did after a fault. */
export function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec("ROLLBACK");
}

/** Yields to other databases; the server may withdraw the permit meanwhile. */
function* pause(permit: CommitPermit | undefined): Steps<void> {
  yield;
  if (permit !== undefined && isWithdrawn(permit)) throw givenUp();
}

/** Runs `steps` until they end or the permit is withdrawn. */
function* heeding<T>(
  permit: CommitPermit | undefined,
  steps: Steps<T>,
): Steps<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield* pause(permit);
  }
}

function givenUp(): StoreError {
  return new StoreError("The server has stopped waiting for the commit");
}
