/**
 * Keeps experiments as SQLite files in one directory.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log } from "../../../ports/log.ts";
import {
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Store,
  StoreError,
} from "../store.ts";
import { type JournalMode, SqliteDatabase } from "./sqlite_database.ts";
import { isBusy, isDiskFault } from "./sqlite_errors.ts";
import { PageTemplates } from "./page_templates.ts";

/** Milliseconds between two tries while another process holds the lock. */
const RETRY_MS = 50;

/** Milliseconds of waiting that deserve a warning, again and again. */
const WARN_MS = 5_000;

/** At most so many milliseconds of data are not forced to disk. */
const SYNC_MS = 800;

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
  readonly #templates = new PageTemplates();

  /** Keeps files as `options` say. */
  constructor(options: SqliteStoreOptions, log: Log) {
    this.#options = options;
    this.#log = log;
  }

  /** Opens `<directory>/<domain>.sq3`. */
  async open(domain: string): Promise<Database> {
    const { directory, journal, abandon } = this.#options;
    const path = resolve(join(directory, `${domain}.sq3`));
    const patience = new Patience(domain, abandon, this.#log);
    const database = await patience.with(() =>
      new SqliteDatabase(
        path,
        journal,
        (columns) => this.#templates.page(columns),
      )
    );
    return new OpenSqlite(domain, path, database, patience, this.#log);
  }

  /** Nothing is left to do. */
  close(): void {}
}

/** Tries again where another process is in the way. */
class Patience {
  readonly #domain: string;
  readonly #abandon: AbortSignal;
  readonly #log: Log;

  constructor(domain: string, abandon: AbortSignal, log: Log) {
    this.#domain = domain;
    this.#abandon = abandon;
    this.#log = log;
  }

  async with<T>(work: () => T): Promise<T> {
    const start = Date.now();
    let warned = start;
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) && !isDiskFault(error)) throw this.#failure(error);
        if (this.#abandon.aborted) throw this.#failure(error);
        if (Date.now() - warned >= WARN_MS) {
          warned = Date.now();
          this.#log.warn(
            "{domain}: still waiting after {seconds} s: {reason}",
            {
              domain: this.#domain,
              seconds: Math.round((warned - start) / 1000),
              reason: String(error),
            },
          );
        }
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }

  #failure(cause: unknown): StoreError {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new StoreError(
      `Cannot use the database of ${this.#domain}: ${why}`,
      { cause },
    );
  }
}

/** Carries out one call after the other on an open file. */
class OpenSqlite implements Database {
  readonly uri: string;
  readonly #domain: string;
  readonly #database: SqliteDatabase;
  readonly #patience: Patience;
  readonly #log: Log;
  #last: Promise<unknown> = Promise.resolve();
  #synced = Date.now();
  #syncTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    domain: string,
    path: string,
    database: SqliteDatabase,
    patience: Patience,
    log: Log,
  ) {
    this.uri = pathToFileURL(path).href.replace("file://", "file:");
    this.#domain = domain;
    this.#database = database;
    this.#patience = patience;
    this.#log = log;
  }

  get found(): Found {
    return this.#database.found;
  }

  join(member: Member): Promise<Joined> {
    return this.#next(() =>
      this.#patience.with(() => this.#database.join(member))
    );
  }

  write(flush: Flush): Promise<void> {
    return this.#next(async () => {
      const staged = this.#database.plan(flush);
      await this.#patience.with(() => this.#database.write(flush, staged));
      this.#syncSoon();
    });
  }

  close(): Promise<void> {
    clearTimeout(this.#syncTimer);
    return this.#next(async () => {
      clearTimeout(this.#syncTimer);
      const complete = await Promise.resolve(this.#database.close());
      if (complete) return;
      this.#log.warn(
        "{domain}: another program has the database open; until it closes " +
          "it, the -wal file belongs to the data",
        { domain: this.#domain },
      );
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  #syncSoon(): void {
    if (Date.now() - this.#synced >= SYNC_MS) this.#sync();
    else {
      this.#syncTimer ??= setTimeout(() => {
        this.#next(() => Promise.resolve(this.#sync()));
      }, SYNC_MS);
    }
  }

  #sync(): void {
    clearTimeout(this.#syncTimer);
    this.#syncTimer = undefined;
    this.#synced = Date.now();
    try {
      this.#database.checkpoint();
    } catch (error) {
      this.#log.debug("{domain}: no checkpoint: {reason}", {
        domain: this.#domain,
        reason: String(error),
      });
    }
  }
}
