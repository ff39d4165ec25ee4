/**
 * When the write-ahead log of a database is forced to disk and emptied.
 *
 * @module
 */
import { LONGEST_LOG } from "./sqlite_database.ts";

/** Intervals and thresholds of the upkeep. */
export interface UpkeepPace {
  /** Maximum age in ms of data not forced to disk; the file lags as much. */
  readonly syncMs: number;
  /** Maximum milliseconds between two attempts while a reader blocks. */
  readonly longestPauseMs: number;
  /** Minimum milliseconds between two times of leaving WAL mode. */
  readonly leaveAgainMs: number;
  /**
   * Bytes of rows between two rounds above which the file is not updated:
   * writing every page twice would cost a busy server a tenth of its time.
   */
  readonly flood: number;
  /** Bytes of a log that cause a warning. */
  readonly veryLongLog: number;
}

/** The intervals and thresholds of a server. */
export const PACE: UpkeepPace = {
  syncMs: 900,
  longestPauseMs: 15_000,
  leaveAgainMs: 1_000,
  flood: 2 * 1024 * 1024,
  veryLongLog: 2 * LONGEST_LOG,
};

/** Bytes that take about as long to force to disk as none. */
export const SHORT_LOG: number = 256 * 1024;

/**
 * The part of `syncMs` after which a commit also does the work of the round,
 * while the thread is awake and the pages are in the processor's caches.
 */
export const EARLY: number = 2 / 3;

/** Milliseconds of a checkpoint that may delay the thread's other work. */
export const QUICK_MS: number = 10;
