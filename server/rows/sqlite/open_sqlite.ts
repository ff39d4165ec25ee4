/**
 * An experiment's open SQLite file, as used by the server.
 *
 * @module
 */
import { statSync } from "node:fs";
import { errorText } from "../../../shared/error_text.ts";
import type { Log } from "../../../shared/log.ts";
import { CallQueue } from "../call_queue.ts";
import { fileUri } from "../database_uri.ts";
import type { Retry } from "../retry.ts";
import type { RejectedRow } from "../rejected_rows.ts";
import {
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Progress,
  StoreError,
  UnwrittenError,
} from "../store.ts";
import type { Scheduler } from "../scheduler.ts";
import type { ImagePlanner } from "./image_planner.ts";
import { JoinGroup } from "./join_group.ts";
import { LogUpkeep } from "./log_upkeep.ts";
import type { SpareTime } from "./spare_time.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";
import { isBusy } from "./sqlite_errors.ts";
import { boundRows, type SqliteFlush } from "./sqlite_flush.ts";
import type { UnfinishedFiles } from "./unfinished_files.ts";

/** Location of a file. */
export interface SqlitePlace {
  /** The database's domain. */
  readonly domain: string;
  /** Its path, by name. */
  readonly path: string;
  /** The path of the file and its side files, with links resolved. */
  readonly realPath: string;
}

/** Context shared by the open files of a store. */
export interface SqliteCommon {
  /** Plans flushes that arrive without an image, if images can be loaded. */
  readonly planner: ImagePlanner | undefined;
  /** Receives files that can't be completed yet. */
  readonly unfinished: UnfinishedFiles;
  /** Scheduler of the thread. */
  readonly scheduler: Scheduler;
  /** For work that blocks the thread. */
  readonly spareTime: SpareTime;
  /** Whether rows that a database rejects are kept, or only counted. */
  readonly keepRejects: boolean;
  /** Their log. */
  readonly log: Log;
}

/** Runs one call after the other on an open file. */
export class OpenSqlite implements Database {
  readonly uri: string;
  readonly #place: SqlitePlace;
  /** Identifies the file among those of the same name. */
  readonly #inode: number | undefined;
  readonly #database: SqliteDatabase;
  readonly #retry: Retry;
  readonly #common: SqliteCommon;
  #hasToldRejected = false;
  readonly #upkeep: LogUpkeep;
  readonly #calls = new CallQueue();
  readonly #joins = new JoinGroup((work) =>
    this.#query(() => work((members) => this.#file.joinAll(members)))
  );

  /** Retries with `retry` while another program locks `database`. */
  constructor(
    place: SqlitePlace,
    database: SqliteDatabase,
    retry: Retry,
    common: SqliteCommon,
  ) {
    const { domain, path, realPath } = place;
    const { scheduler, spareTime, log } = common;
    const calls = this.#calls;
    this.uri = fileUri(path);
    this.#place = place;
    this.#inode = inode(path);
    this.#database = database;
    this.#retry = retry;
    this.#common = common;
    this.#upkeep = new LogUpkeep({
      ...{ domain, path: realPath, database, calls, scheduler, spareTime, log },
    });
  }

  get found(): Found {
    return this.#database.found;
  }

  join(member: Member): Promise<Joined> {
    return this.#joins.join(member);
  }

  findStreams(prefix: string): Promise<readonly Progress[]> {
    this.#joins.end();
    return this.#query(() => this.#file.findStreams(prefix));
  }

  write(flush: SqliteFlush): Promise<Outcome> {
    this.#joins.end();
    return this.#calls.runWrite(() => {
      const { planner } = this.#common;
      return flush.image !== undefined || planner === undefined
        ? this.#write(flush)
        : this.#writePlanned(flush, planner);
    });
  }

  sync(): Promise<void> {
    return this.#upkeep.sync();
  }

  rest(): Promise<void> {
    this.#joins.end();
    return this.#calls.run(() => this.#upkeep.rest());
  }

  close(): Promise<void> {
    this.#joins.end();
    return this.#calls.run(async () => {
      await this.#upkeep.end();
      const { scheduler } = this.#common;
      const fault = await scheduler.runLater(() => this.#database.close());
      if (fault !== undefined && this.#isThere) this.#tellIncomplete(fault);
    });
  }

  #query<T>(work: () => T): Promise<T> {
    return this.#calls.run(() =>
      this.#retry.run(() => this.#common.scheduler.run(work))
    );
  }

  async #writePlanned(flush: Flush, planner: ImagePlanner): Promise<Outcome> {
    const plan = planner.plan(flush);
    try {
      const outcome = await this.#write(plan);
      planner.release(plan);
      return outcome;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const restored = planner.restore(plan);
      throw new UnwrittenError(error, { flush: restored, isInDoubt: false });
    }
  }

  async #write(flush: SqliteFlush): Promise<Outcome> {
    const { scheduler, keepRejects } = this.#common;
    const rejected = await this.#retry.run(() =>
      scheduler.runSteps(this.#file.write(flush, keepRejects))
    );
    if (rejected.length > 0) this.#logRejected(rejected);
    this.#upkeep.written(bytesOf(flush));
    return { fenced: [] };
  }

  /** Logged once: the database counts them. */
  #logRejected(rows: readonly RejectedRow[]): void {
    if (this.#hasToldRejected) return;
    this.#hasToldRejected = true;
    this.#common.log.warn(
      "{domain}: the database rejects rows: {reason}; all are counted in " +
        "_oml_reject_counts",
      { domain: this.#place.domain, reason: rows[0].words },
    );
  }

  /** A page that is open reads for a moment, which is not worth a warning. */
  #tellIncomplete(fault: unknown): void {
    const { unfinished, log } = this.#common;
    const { domain, realPath } = this.#place;
    const warn = (reason: string) =>
      log.warn("{domain}: {reason}, the -wal file belongs to the data", {
        domain,
        reason,
      });
    const file = { domain, path: realPath, inode: this.#inode };
    if (isBusy(fault)) {
      const reason =
        "another program has the database open; until it closes it";
      unfinished.add({ ...file, whenHeld: () => warn(reason) });
    } else {
      warn(`${errorText(fault)}; until it is opened again`);
      unfinished.add(file);
    }
  }

  get #isThere(): boolean {
    return inode(this.#place.path) === this.#inode;
  }

  /** Returns the database, unless its file was removed. */
  get #file(): SqliteDatabase {
    if (this.#isThere) return this.#database;
    const { domain, path } = this.#place;
    throw new StoreError(
      `Cannot use the database of ${domain}: ${path} was ` +
        "removed or replaced while it was in use",
      { hint: "clients that reconnect get a new one" },
    );
  }
}

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** Bytes of the rows, in all forms. */
function bytesOf(flush: SqliteFlush): number {
  const bound = boundRows(flush)
    .reduce((sum, { cells }) => sum + cells.bytes.length, 0);
  return bound + (flush.image?.bytes.length ?? 0);
}
