/**
 * One experiment's SQLite file. Every call is carried out at once, and throws
 * where another process holds the lock.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import {
  type CommitPermit,
  isWithdrawn,
  putBackPermit,
  takePermit,
} from "../commit_permit.ts";
import {
  type Flush,
  type Found,
  type Joined,
  type Member,
  StoreError,
} from "../store.ts";
import type { Steps } from "../turns.ts";
import { createTables, PAGE_SIZE } from "./new_database.ts";
import { metadataForm } from "./old_databases.ts";
import { SqliteConversions } from "./sqlite_conversions.ts";
import { fixStartTime, readStartTime, senderId } from "./sqlite_members.ts";
import { readProgress, writeProgress } from "./sqlite_progress.ts";
import { countRejects, writeRejects } from "./sqlite_rejects.ts";
import { SqliteRows, type TargetTable } from "./sqlite_rows.ts";
import { SqliteTables } from "./sqlite_tables.ts";

/** How SQLite guards against a crash: `delete` for network mounts. */
export type JournalMode = "wal" | "delete";

/** Bytes of a log that is moved into the file without further delay. */
export const LONGEST_LOG: number = 64 * 1024 * 1024;

/** An open database file. */
export class SqliteDatabase {
  /** What was there when it was opened. */
  readonly found: Found;
  /** Whether it was in the form of an older server, and no longer is. */
  readonly isMigrated: boolean;
  readonly #journal: JournalMode;
  readonly #database: DatabaseSync;
  readonly #tables: SqliteTables;
  readonly #rows: SqliteRows;
  readonly #conversions: SqliteConversions;
  readonly #named = new Map<number, TargetTable>();
  readonly #senders = new Map<string, number>();
  #inLog: boolean;

  /** Opens the file, or makes it. */
  constructor(path: string, journal: JournalMode) {
    this.#database = new DatabaseSync(path, { timeout: 0 });
    this.#journal = journal;
    this.#inLog = journal === "wal";
    try {
      this.#setPragmas();
      const before = this.#look();
      try {
        this.#database.exec(`PRAGMA main.journal_mode = ${journal}`);
        const form = this.#inTransaction(() => createTables(this.#database));
        this.isMigrated = form === "old";
      } catch (error) {
        this.#restoreJournal(before);
        throw error;
      }
      this.#tables = new SqliteTables(this.#database);
      this.found = {
        isNew: readStartTime(this.#database) === undefined,
        ...countRejects(this.#database),
        tables: this.#tables.all,
      };
      this.#rows = new SqliteRows(this.#database);
      this.#conversions = new SqliteConversions(this.#database);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** See `Database.join`. */
  join(member: Member): Joined {
    const { resume } = member;
    const joined = this.#join(member);
    return resume === undefined
      ? joined
      : { ...joined, resumed: readProgress(this.#database, resume) };
  }

  #join({ sender, startTime }: Member): Joined {
    const known = sender === undefined ? 0 : this.#senders.get(sender);
    const start = readStartTime(this.#database);
    if (known !== undefined && (start ?? startTime) === start) {
      return { senderId: known, startTime: start };
    }
    const joined = this.#inTransaction(() => ({
      senderId: sender === undefined ? 0 : senderId(this.#database, sender),
      startTime: fixStartTime(this.#database, startTime),
    }));
    if (sender !== undefined) this.#senders.set(sender, joined.senderId);
    return joined;
  }

  /** Whether rows may come as an image. */
  get takesImages(): boolean {
    return this.#rows.takesImages;
  }

  /**
   * Stores everything, or nothing and throws. Between two steps other
   * databases may be used, but not this one.
   */
  *write(flush: Flush): Steps<void> {
    if (flush.image !== undefined) this.#rows.stage(flush.image);
    const named = new Map<number, TargetTable>();
    this.#returnToLog();
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      if (flush.tables.length > 0) this.#tables.refresh();
      for (const { handle, schema } of flush.tables) {
        named.set(handle, { table: this.#tables.resolve(schema), schema });
        yield* pause(flush.permit);
      }
      yield* this.#insert(flush, named);
      writeRejects(this.#database, flush);
      this.#conversions.write(flush.conversions);
      writeProgress(this.#database, flush.progress);
      this.#commit(flush.permit);
    } catch (error) {
      this.#rollBack();
      this.#tables.forget();
      this.#conversions.forget();
      throw error;
    }
    for (const [handle, table] of named) this.#named.set(handle, table);
    if (flush.image !== undefined) this.release();
  }

  /** Whether commits go to a log, which is forced to disk later. */
  get inLog(): boolean {
    return this.#inLog;
  }

  /**
   * Forces all commits to disk, and moves them into the file itself. Returns
   * whether it could move all of them: a reader keeps those back that were
   * made since it began to read.
   */
  checkpoint(): boolean {
    const { log, checkpointed } = this.#database.prepare(
      "PRAGMA main.wal_checkpoint(PASSIVE)",
    ).get() ?? {};
    return log === checkpointed;
  }

  /**
   * Makes the one file all there is, until the next write: other programs
   * can't open a file in WAL mode everywhere.
   *
   * @throws {Error} if another program has the database open.
   */
  leaveLog(): void {
    this.#database.exec("PRAGMA main.journal_mode = DELETE");
    this.#inLog = false;
  }

  /**
   * Closes. Returns why the one file is not complete, if it is not: another
   * process has it open, or the disk is full.
   */
  close(): unknown {
    try {
      this.checkpoint();
      this.leaveLog();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.#database.close();
    }
  }

  /**
   * Lets go the memory of the last commit: the next one, of whatever database
   * of this thread, finds it in the processor's caches.
   */
  release(): void {
    this.#rows.rest();
    this.#database.exec("PRAGMA shrink_memory");
  }

  /**
   * Looks whether the file can be used before anything in it is changed, and
   * what its journal mode is.
   */
  #look(): string {
    metadataForm(this.#database);
    const { journal_mode } = this.#database.prepare(
      "PRAGMA main.journal_mode",
    ).get() ?? {};
    return String(journal_mode);
  }

  /** A file that can't be used is left as it was found. */
  #restoreJournal(mode: string): void {
    try {
      this.#database.exec(`PRAGMA main.journal_mode = ${mode}`);
    } catch {
      // What kept it from being opened keeps this from being done, too.
    }
  }

  #setPragmas(): void {
    const safe = this.#journal === "wal" ? "NORMAL" : "FULL";
    this.#database.exec(
      `PRAGMA synchronous = ${safe};
       PRAGMA page_size = ${PAGE_SIZE};
       PRAGMA cache_size = -1024;
       PRAGMA journal_size_limit = ${LONGEST_LOG};
       PRAGMA wal_autocheckpoint = 0`,
    );
  }

  #inTransaction<T>(work: () => T): T {
    this.#returnToLog();
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** SQLite has rolled back by itself after some faults. */
  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
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

  #returnToLog(): void {
    if (this.#inLog || this.#journal !== "wal") return;
    this.#database.exec("PRAGMA main.journal_mode = WAL");
    this.#inLog = true;
  }

  *#insert(
    flush: Flush,
    named: ReadonlyMap<number, TargetTable>,
  ): Steps<void> {
    const target = (handle: number) => {
      const table = named.get(handle) ?? this.#named.get(handle);
      if (table === undefined) throw new Error(`No table has number ${handle}`);
      return table;
    };
    for (const part of flush.image?.parts ?? []) {
      this.#rows.insertStaged(target(part.handle), part);
      yield* pause(flush.permit);
    }
    for (const { handle, cells } of flush.rows) {
      this.#rows.insert(target(handle), cells);
      yield* pause(flush.permit);
    }
  }
}

/** Others may have their turn, and the server may give up meanwhile. */
function* pause(permit: CommitPermit | undefined): Steps<void> {
  yield;
  if (permit !== undefined && isWithdrawn(permit)) throw givenUp();
}

function givenUp(): StoreError {
  return new StoreError("The server has given up waiting for the commit");
}
