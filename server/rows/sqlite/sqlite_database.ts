/**
 * One experiment's SQLite file. Every call runs synchronously, and throws if
 * another process holds the lock.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { MOST_SENDERS, Recent } from "../recent.ts";
import type { RejectedRow } from "../rejected_rows.ts";
import type { Found, Joined, Member, Progress } from "../store.ts";
import type { Steps } from "../scheduler.ts";
import { copyLog } from "./copy_log.ts";
import { FlushWriter, rollBack } from "./flush_writer.ts";
import { createTables, PAGE_SIZE } from "./new_database.ts";
import { metadataForm } from "./old_databases.ts";
import {
  fixStartTime,
  readStartTime,
  SenderNumbers,
} from "./sqlite_members.ts";
import type { SqliteFlush } from "./sqlite_flush.ts";
import { findProgress, readProgress } from "./sqlite_progress.ts";
import { countRejects } from "./sqlite_rejects.ts";
import { SqliteRows } from "./sqlite_rows.ts";
import { SqliteTables } from "./sqlite_tables.ts";
import { type SqliteViewOptions, SqliteViews } from "./sqlite_views.ts";

/** How SQLite protects against crashes: `delete` for network mounts. */
export type JournalMode = "wal" | "delete";

/** Bytes of a log that is checkpointed without further delay. */
export const LONGEST_LOG: number = 64 * 1024 * 1024;

/** An open database file. */
export class SqliteDatabase {
  /** Its contents when it was opened. */
  readonly found: Found;
  /** Whether it was converted from the form of an older server. */
  readonly isMigrated: boolean;
  readonly #path: string;
  readonly #journal: JournalMode;
  readonly #database: DatabaseSync;
  readonly #tables: SqliteTables;
  readonly #views: SqliteViews | undefined;
  readonly #rows: SqliteRows;
  readonly #writer: FlushWriter;
  readonly #senders = new Recent<string, number>(MOST_SENDERS);
  #inLog: boolean;

  /** Opens or creates the file; without `views`, its tables get no views. */
  constructor(path: string, journal: JournalMode, views?: SqliteViewOptions) {
    this.#database = new DatabaseSync(path, { timeout: 0 });
    this.#path = path;
    this.#journal = journal;
    this.#inLog = journal === "wal";
    try {
      this.#setPragmas();
      const before = this.#checkUsable();
      try {
        this.#database.exec(`PRAGMA main.journal_mode = ${journal}`);
        const form = this.#inTransaction(() => createTables(this.#database));
        this.isMigrated = form === "old";
      } catch (error) {
        this.#restoreJournal(before);
        throw error;
      }
      this.#views = views && new SqliteViews(this.#database, views);
      this.#tables = new SqliteTables(this.#database, this.#views);
      this.found = {
        isNew: readStartTime(this.#database) === undefined,
        ...countRejects(this.#database),
        tables: this.#tables.all,
      };
      this.#rows = new SqliteRows(this.#database);
      this.#writer = new FlushWriter({
        database: this.#database,
        tables: this.#tables,
        rows: this.#rows,
        begin: () => this.#begin(),
      });
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** See `Database.join`; all members join in one transaction. */
  joinAll(members: readonly Member[]): Joined[] {
    const joined = this.#joinAll(members);
    return members.map(({ resume }, i) =>
      resume === undefined
        ? joined[i]
        : { ...joined[i], resumed: readProgress(this.#database, resume) }
    );
  }

  /** See `Database.findStreams`. */
  findStreams(prefix: string): Progress[] {
    return findProgress(this.#database, prefix);
  }

  #joinAll(members: readonly Member[]): Joined[] {
    const start = readStartTime(this.#database);
    const known = members.map((member) => this.#known(member, start));
    if (known.every((joined) => joined !== undefined)) return known;
    const joined = this.#inTransaction(() => {
      const numbers = new SenderNumbers(this.#database);
      let start: number | undefined;
      return members.map(({ sender, startTime }) => ({
        senderId: sender === undefined ? 0 : numbers.of(sender),
        startTime: start ??= fixStartTime(this.#database, startTime),
      }));
    });
    members.forEach(({ sender }, i) => {
      if (sender !== undefined) this.#senders.set(sender, joined[i].senderId);
    });
    return joined;
  }

  /** The answer to a member that needs no transaction. */
  #known({ sender, startTime }: Member, start?: number): Joined | undefined {
    const senderId = sender === undefined ? 0 : this.#senders.get(sender);
    if (senderId === undefined || (start ?? startTime) !== start) {
      return undefined;
    }
    return { senderId, startTime: start };
  }

  /**
   * Stores everything except rows that the database rejects, which are kept and
   * counted as rejected samples; or stores nothing, and throws. Returns the
   * rejected rows. Between two steps other databases may be used, but not this
   * one.
   */
  *write(flush: SqliteFlush, keepRejects = true): Steps<RejectedRow[]> {
    if (flush.image !== undefined) this.#rows.stage(flush.image);
    const rejected = yield* this.#writer.write(flush, keepRejects);
    this.release();
    return rejected;
  }

  /**
   * Creates the views that are missing, if there shall be any. Between two
   * steps other databases may be used, but not this one.
   */
  *makeViews(): Steps<void> {
    if (this.#views === undefined) return;
    this.#begin();
    try {
      yield* this.#views.createAll();
      this.#database.exec("COMMIT");
    } catch (error) {
      rollBack(this.#database);
      throw error;
    } finally {
      this.#tables.forget();
    }
  }

  /** Whether commits go to a log, which is forced to disk later. */
  get inLog(): boolean {
    return this.#inLog;
  }

  /**
   * Forces all commits to disk, and checkpoints them into the file. Returns
   * whether that was complete: a reader blocks commits made since it began to
   * read.
   */
  checkpoint(): boolean {
    const { log, checkpointed } = this.#database.prepare(
      "PRAGMA main.wal_checkpoint(PASSIVE)",
    ).get() ?? {};
    return log === checkpointed;
  }

  /**
   * Copies all commits into the file, as far as readers allow it; the next
   * checkpoint forces them to disk.
   *
   * @throws {Error} if the database can't be opened again, or written.
   */
  copyLog(): void {
    try {
      copyLog(this.#database, this.#path);
    } finally {
      this.#database.exec(`PRAGMA synchronous = ${this.#safe}`);
    }
  }

  /**
   * Completes the file until the next write: other programs can't open a file
   * in WAL mode everywhere.
   *
   * @throws {Error} if another program has the database open.
   */
  leaveLog(): void {
    // Data that is completely in the file and on disk needs no further sync:
    // after a power cut the header of the file tells whether it has a log.
    const synchronous = this.checkpoint() ? "OFF" : this.#safe;
    try {
      this.#database.exec(
        `PRAGMA synchronous = ${synchronous};
         PRAGMA main.journal_mode = DELETE`,
      );
    } finally {
      this.#database.exec(`PRAGMA synchronous = ${this.#safe}`);
    }
    this.#inLog = false;
  }

  /**
   * Closes the database. Returns the reason if the file is not complete:
   * another process has it open, or the disk is full.
   */
  close(): unknown {
    try {
      this.leaveLog();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.#database.close();
    }
  }

  /**
   * Releases the memory of the last commit: the next one, of any database of
   * this thread, finds it in the processor's caches. For a hundred databases
   * that is 20 MiB, and reading the pages again takes no measurable time.
   */
  release(): void {
    this.#rows.rest();
    this.#database.exec("PRAGMA shrink_memory");
  }

  /**
   * Checks whether the file can be used before anything in it is changed.
   * Returns its journal mode.
   */
  #checkUsable(): string {
    metadataForm(this.#database);
    const { journal_mode } = this.#database.prepare(
      "PRAGMA main.journal_mode",
    ).get() ?? {};
    return String(journal_mode);
  }

  /** Leaves a file that can't be used as it was. */
  #restoreJournal(mode: string): void {
    try {
      this.#database.exec(`PRAGMA main.journal_mode = ${mode}`);
    } catch {
      // The fault that prevented opening prevents this, too.
    }
  }

  /** The synchronous mode: with a log, `LogUpkeep` forces data to disk. */
  get #safe(): string {
    return this.#journal === "wal" ? "NORMAL" : "FULL";
  }

  #setPragmas(): void {
    this.#database.exec(
      `PRAGMA synchronous = ${this.#safe};
       PRAGMA page_size = ${PAGE_SIZE};
       PRAGMA cache_size = -1024;
       PRAGMA journal_size_limit = ${LONGEST_LOG};
       PRAGMA wal_autocheckpoint = 0`,
    );
  }

  #inTransaction<T>(work: () => T): T {
    this.#begin();
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
  }

  #begin(): void {
    this.#returnToLog();
    this.#database.exec("BEGIN IMMEDIATE");
  }

  #returnToLog(): void {
    if (this.#inLog || this.#journal !== "wal") return;
    this.#database.exec("PRAGMA main.journal_mode = WAL");
    this.#inLog = true;
  }
}
