/**
 * Stores experiments as SQLite files in one directory.
 *
 * @module
 */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { refuseLink } from "../../../shared/own_file.ts";
import { errorText } from "../../../shared/error_text.ts";
import type { Log } from "../../../shared/log.ts";
import { AtOnce } from "../at_once.ts";
import { Retry } from "../retry.ts";
import type { Database } from "../store.ts";
import type { HostedStore } from "../worker/hosted_store.ts";
import { Scheduler } from "../scheduler.ts";
import { EXTENSION } from "./file_extension.ts";
import { ImagePlanner } from "./image_planner.ts";
import { NewDatabases } from "./new_database.ts";
import { OpenSqlite, type SqliteCommon } from "./open_sqlite.ts";
import { PageTemplates } from "./page_templates.ts";
import { canStage } from "./stage.ts";
import { SpareTime } from "./spare_time.ts";
import { type JournalMode, SqliteDatabase } from "./sqlite_database.ts";
import { isTemporary } from "./sqlite_errors.ts";
import type { SqliteViewOptions } from "./sqlite_views.ts";
import { logFailedView } from "../view_names.ts";
import { UnfinishedFiles } from "./unfinished_files.ts";

/** Milliseconds between two attempts while another process blocks. */
const RETRY_MS = 50;

/**
 * Maximum number of new files that wait for the disk at once; others take
 * turns.
 */
const MOST_OPENINGS = 8;

/** Options of the store. */
export interface SqliteStoreOptions {
  /** The directory, which must exist. */
  readonly directory: string;
  /** How files are protected against crashes. */
  readonly journal: JournalMode;
  /** Whether rows that a database rejects are kept, or only counted. */
  readonly keepRejects: boolean;
  /** Whether each measurement table gets a view; if unset, it does not. */
  readonly views?: boolean;
  /** Ends the waiting for a lock or a disk, at shutdown. */
  readonly abandon: AbortSignal;
}

/** The store of the SQLite backend. */
export class SqliteStore implements HostedStore {
  readonly #options: SqliteStoreOptions;
  readonly #log: Log;
  readonly #new = new NewDatabases();
  readonly #openings = new AtOnce(MOST_OPENINGS);
  readonly #common: SqliteCommon;

  /** Stores files according to `options`. */
  constructor(options: SqliteStoreOptions, log: Log) {
    this.#options = options;
    this.#log = log;
    const spareTime = new SpareTime();
    this.#common = {
      planner: canStage() ? new ImagePlanner(new PageTemplates()) : undefined,
      unfinished: new UnfinishedFiles(spareTime, log),
      scheduler: new Scheduler(),
      spareTime,
      keepRejects: options.keepRejects,
      log,
    };
  }

  /** Opens `<directory>/<domain>.sq3`. */
  async open(domain: string): Promise<Database> {
    const { directory, journal, views } = this.#options;
    const path = resolve(join(directory, `${domain}${EXTENSION}`));
    const viewed = views === true ? this.#viewsOf(domain) : undefined;
    return await this.#open({ domain, path, journal, views: viewed });
  }

  #viewsOf(domain: string): SqliteViewOptions {
    const failed = logFailedView(domain, this.#log);
    return { domain, failed };
  }

  async #open({ domain, path, journal, views }: {
    readonly domain: string;
    readonly path: string;
    readonly journal: JournalMode;
    readonly views?: SqliteViewOptions;
  }): Promise<Database> {
    const retry = new Retry({
      domain,
      abandon: this.#options.abandon,
      log: this.#log,
      isTemporary,
      longestPause: RETRY_MS,
    });
    const { scheduler } = this.#common;
    const database = await retry.run(() =>
      this.#openings.run(async () => {
        // A link to a missing file would create it elsewhere.
        if (!existsSync(path)) refuseLink(path);
        if (journal === "wal") await this.#new.make(path);
        return await scheduler.run(() =>
          new SqliteDatabase(path, journal, views)
        );
      })
    );
    await this.#makeViews(domain, database, retry);
    if (database.isMigrated) {
      this.#log.info(
        "{domain}: the metadata, written by oml2-server 2.9 or older, has " +
          "been extended by the columns of later ones",
        { domain },
      );
    }
    const realPath = resolveLinks(path);
    this.#common.unfinished.forget(realPath);
    const place = { domain, path, realPath };
    return new OpenSqlite(place, database, retry, this.#common);
  }

  /** A fault of the views prevents nothing else. */
  async #makeViews(
    domain: string,
    database: SqliteDatabase,
    retry: Retry,
  ): Promise<void> {
    try {
      await retry.run(() =>
        this.#common.scheduler.runSteps(database.makeViews())
      );
    } catch (error) {
      this.#log.warn("{domain}: cannot create its views: {reason}", {
        domain,
        reason: errorText(error),
      });
    }
  }

  /** Completes files that an earlier server left in WAL mode. */
  recover(): void {
    const { directory } = this.#options;
    for (const name of this.#list(directory)) {
      if (!name.endsWith(EXTENSION)) continue;
      const domain = name.slice(0, -EXTENSION.length);
      this.#common.unfinished.review(domain, join(directory, name));
    }
  }

  /** A directory that can't be listed may still contain databases. */
  #list(directory: string): string[] {
    try {
      return readdirSync(directory);
    } catch (error) {
      this.#log.warn(
        "Cannot look for databases that an earlier server has left " +
          "incomplete: {reason}; the next client of each completes it",
        { reason: errorText(error) },
      );
      return [];
    }
  }

  /** Whether no file waits to be completed. */
  get isAtRest(): boolean {
    const { unfinished, spareTime } = this.#common;
    return unfinished.isEmpty && spareTime.isEmpty;
  }

  /** Completes files that other programs have closed meanwhile. */
  close(): Promise<void> {
    this.#common.unfinished.finish();
    return Promise.resolve();
  }
}

/** Resolves links: SQLite keeps its log beside the file itself. */
function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It is in memory, or was just removed, which its first use reports.
    return path;
  }
}
