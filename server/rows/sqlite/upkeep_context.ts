/**
 * What the upkeep of a database's write-ahead log uses.
 *
 * @module
 */
import type { Log } from "../../../shared/log.ts";
import type { CallQueue } from "../call_queue.ts";
import type { Scheduler } from "../scheduler.ts";
import type { SpareTime } from "./spare_time.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";
import type { UpkeepPace } from "./upkeep_pace.ts";

/** One database, and what it shares with others. */
export interface UpkeepContext {
  /** The database's domain. */
  readonly domain: string;
  /** Path of the file. */
  readonly path: string;
  /** The open database. */
  readonly database: SqliteDatabase;
  /** The queue of the database's calls, which runs those of the upkeep too. */
  readonly calls: CallQueue;
  /** Scheduler of the thread. */
  readonly scheduler: Scheduler;
  /** Shared by the databases of the thread. */
  readonly spareTime: SpareTime;
  /** Log for problems. */
  readonly log: Log;
  /** Intervals that differ from the default. */
  readonly pace?: UpkeepPace;
}
