/**
 * Keeps experiments as SQLite files in one directory.
 *
 * @module
 */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { errorText } from "../../../ports/error_text.ts";
import type { Log } from "../../../ports/log.ts";
import { CallOrder } from "../call_order.ts";
import { fileUri } from "../database_uri.ts";
import { Patience } from "../patience.ts";
import {
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Store,
  StoreError,
} from "../store.ts";
import { ImagePlanner } from "./image_planner.ts";
import { NewDatabases } from "./new_database.ts";
import { PageTemplates } from "./page_templates.ts";
import { type JournalMode, SqliteDatabase } from "./sqlite_database.ts";
import { isBusy, isTemporary } from "./sqlite_errors.ts";
import { WalFile } from "./wal_file.ts";

/** At most so many milliseconds of data are not forced to disk. */
const SYNC_MS = 800;

/** Milliseconds between two tries while another process is in the way. */
const RETRY_MS = 50;

/** Bytes of a write-ahead log that are moved into the file at the latest. */
const LONGEST_LOG = 64 * 1024 * 1024;

/** Where and how files are kept. */
export interface SqliteStoreOptions {
  /** The directory, which must exist. */
  readonly directory: string;
  /** How files are guarded against a crash. */
  readonly journal: JournalMode;
  /** Ends the waiting for a lock or a disk, at shutdown. */
  readonly abandon: AbortSignal;
}

/** The store of the SQLite backend. */
export class SqliteStore implements Store {
  readonly #options: SqliteStoreOptions;
  readonly #log: Log;
  readonly #new = new NewDatabases();
  readonly #planner = new ImagePlanner(new PageTemplates());

  /** Keeps files as `options` say. */
  constructor(options: SqliteStoreOptions, log: Log) {
    this.#options = options;
    this.#log = log;
  }

  /** Opens `<directory>/<domain>.sq3`. */
  async open(domain: string): Promise<Database> {
    const { directory, journal } = this.#options;
    const path = resolve(join(directory, `${domain}.sq3`));
    if (journal === "wal") await this.#new.make(path);
    return this.#open({ domain, path, journal });
  }

  /** Opens a database in memory. */
  openScratch(): Promise<Database> {
    return this.#open({ domain: "", path: ":memory:", journal: "delete" });
  }

  async #open({ domain, path, journal }: {
    readonly domain: string;
    readonly path: string;
    readonly journal: JournalMode;
  }): Promise<Database> {
    const patience = new Patience({
      domain,
      abandon: this.#options.abandon,
      log: this.#log,
      isTemporary,
      longestPause: RETRY_MS,
    });
    const database = await patience.with(() =>
      new SqliteDatabase(path, journal)
    );
    const place = { domain, path, log: this.#log };
    return new OpenSqlite(place, database, patience, this.#planner);
  }

  /** Nothing is left to do. */
  close(): void {}
}

/** Carries out one call after the other on an open file. */
class OpenSqlite implements Database {
  readonly uri: string;
  readonly #path: string;
  /** Which file of that name it is. */
  readonly #inode: number | undefined;
  readonly #domain: string;
  readonly #database: SqliteDatabase;
  readonly #wal: WalFile;
  readonly #patience: Patience;
  readonly #planner: ImagePlanner;
  readonly #log: Log;
  readonly #calls = new CallOrder();
  #written = 0;
  #synced = 0;
  #syncTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(
    { domain, path, log }: { domain: string; path: string; log: Log },
    database: SqliteDatabase,
    patience: Patience,
    planner: ImagePlanner,
  ) {
    this.#planner = planner;
    this.uri = fileUri(path);
    this.#path = path;
    this.#inode = inode(path);
    this.#domain = domain;
    this.#database = database;
    this.#wal = new WalFile(path);
    this.#patience = patience;
    this.#log = log;
  }

  get found(): Found {
    return this.#database.found;
  }

  get takesImages(): boolean {
    return this.#database.takesImages;
  }

  join(member: Member): Promise<Joined> {
    return this.#calls.next(() => this.#use((file) => file.join(member)));
  }

  write(flush: Flush): Promise<Outcome> {
    return this.#calls.nextWrite(async () => {
      const isPlanned = flush.image !== undefined || !this.takesImages;
      const prepared = isPlanned ? flush : this.#planner.prepare(flush);
      await this.#use((file) => file.write(prepared));
      this.#written = performance.now();
      this.#syncSoon();
      return { fenced: [] };
    });
  }

  async sync(): Promise<void> {
    // Without a log every commit is forced to disk by itself.
    if (this.#database.hasLog) await this.#wal.sync();
  }

  close(): Promise<void> {
    return this.#calls.next(async () => {
      this.#closed = true;
      clearTimeout(this.#syncTimer);
      // SQLite would do it too, but hold up the thread's other databases.
      await this.sync().catch(() => undefined);
      const fault = this.#database.close();
      this.#wal.close();
      if (fault !== undefined && this.#isThere) this.#tellIncomplete(fault);
    });
  }

  #tellIncomplete(fault: unknown): void {
    const reason = isBusy(fault)
      ? "another program has the database open; until it closes it"
      : `${errorText(fault)}; until it is opened again`;
    this.#log.warn("{domain}: {reason}, the -wal file belongs to the data", {
      domain: this.#domain,
      reason,
    });
  }

  get #isThere(): boolean {
    return inode(this.#path) === this.#inode;
  }

  /** Does `work` when it can be done, unless nobody would find it any more. */
  #use<T>(work: (file: SqliteDatabase) => T): Promise<T> {
    return this.#patience.with(() => {
      if (this.#isThere) return work(this.#database);
      throw new StoreError(
        `Cannot use the database of ${this.#domain}: ${this.#path} was ` +
          "removed or replaced while it was in use",
        { hint: "clients that connect again get a new one" },
      );
    });
  }

  #syncSoon(): void {
    this.#syncTimer ??= setTimeout(() => this.#sync(), SYNC_MS);
  }

  /** Forces commits to disk; empties the log where it is long or has rest. */
  async #sync(): Promise<void> {
    this.#syncTimer = undefined;
    const quiet = this.#written <= this.#synced;
    this.#synced = performance.now();
    try {
      if (quiet) {
        await this.#calls.next(() => Promise.resolve(this.#database.rest()));
        return;
      }
      if (this.#wal.size() > LONGEST_LOG) {
        await this.#calls.next(() =>
          Promise.resolve(this.#database.checkpoint())
        );
      } else if (this.#database.hasLog) {
        await this.#wal.sync();
      }
      if (!this.#closed) this.#syncSoon();
    } catch (error) {
      if (this.#closed) return;
      this.#log.warn("{domain}: cannot force data to disk: {reason}", {
        domain: this.#domain,
        reason: String(error),
      });
    }
  }
}

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
