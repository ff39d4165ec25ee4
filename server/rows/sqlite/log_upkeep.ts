/**
 * Forces the write-ahead log of an open database to disk, and keeps it short.
 *
 * @module
 */
import { errorText } from "../../../shared/error_text.ts";
import type { Log } from "../../../shared/log.ts";
import type { CallQueue } from "../call_queue.ts";
import type { Scheduler } from "../scheduler.ts";
import type { SpareTime } from "./spare_time.ts";
import { LONGEST_LOG, type SqliteDatabase } from "./sqlite_database.ts";
import {
  EARLY,
  PACE,
  QUICK_MS,
  SHORT_LOG,
  type UpkeepPace,
} from "./upkeep_pace.ts";
import { LogWarnings } from "./log_warnings.ts";
import { isBusy } from "./sqlite_errors.ts";
import { WalFile } from "./wal_file.ts";

/** Context of a {@linkcode LogUpkeep}. */
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

/** Forces the log of one database to disk, and checkpoints it into the file. */
export class LogUpkeep {
  readonly #context: UpkeepContext;
  readonly #pace: UpkeepPace;
  readonly #wal: WalFile;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = 0;
  #armedAt = 0;
  /** Whether the armed round has nothing to do yet. */
  #mayWait = false;
  /** Whether there were commits since the last round. */
  #isDirty = false;
  /** Bytes of rows committed since the last round. */
  #bytes = 0;
  /** Bytes of rows committed since the log was last empty. */
  #inLog = 0;
  /** Whether the disk was quick at the last checkpoint. */
  #isQuick = true;
  /** Whether the last round failed to force data to disk. */
  #hasFailed = false;
  #isRunning = false;
  #isRequested = false;
  #ended = false;
  #leftAt = -Infinity;
  readonly #warnings: LogWarnings;

  /** Maintains the database in `context`. */
  constructor(context: UpkeepContext) {
    this.#context = context;
    this.#pace = context.pace ?? PACE;
    this.#wal = new WalFile(context.path);
    this.#warnings = new LogWarnings(context.domain, context.log);
  }

  /**
   * Must be called after every commit, with the bytes of its rows, within the
   * same call of the database.
   */
  written(bytes: number): void {
    this.#isDirty = true;
    this.#bytes += bytes;
    this.#inLog += bytes;
    if (this.#context.database.inLog) this.#wal.noteCommit(bytes);
    if (this.#isRunning) return;
    const { syncMs } = this.#pace;
    if (this.#timer === undefined || this.#isSlow || this.#mayWait) {
      this.#arm(syncMs);
    } else if (performance.now() - this.#armedAt >= EARLY * syncMs) {
      this.#keepUpEarly();
    }
  }

  /**
   * Forces committed data to disk.
   *
   * @throws {Error} if that fails.
   */
  async sync(): Promise<void> {
    const { database, calls } = this.#context;
    // Without a log, every commit is forced to disk by itself.
    if (!database.inLog || await this.#wal.sync()) return;
    await calls.run(() => this.#replace());
  }

  /**
   * Completes the file, as far as readers allow it, for a while or for good.
   * Must be called within a call of the database.
   */
  async rest(): Promise<void> {
    const { database } = this.#context;
    if (!database.inLog) return;
    try {
      await this.#syncLong();
      await this.#context.scheduler.runLater(() => {
        const since = performance.now() - this.#leftAt;
        const isTime = since >= this.#pace.leaveAgainMs;
        if (this.#checkpoint() && isTime) this.#leave();
      });
      if (!database.inLog) await this.#wal.close();
    } catch (error) {
      // The next attempt, after the linger, logs the obstacle.
      this.#context.log.debug("{domain}: not complete yet: {reason}", {
        domain: this.#context.domain,
        reason: errorText(error),
      });
    }
  }

  /** Stops the maintenance. Must be called within a call of the database. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#context.database.inLog) {
      await this.#syncLong().catch(() => undefined);
    }
    await this.#wal.close();
  }

  /**
   * Forces a long log to disk before a checkpoint does, which would block the
   * other databases of the thread.
   */
  async #syncLong(): Promise<void> {
    if (this.#wal.size() > SHORT_LOG) await this.#wal.sync();
  }

  get #isSlow(): boolean {
    return this.#pause > this.#pace.syncMs;
  }

  #arm(pause: number): void {
    clearTimeout(this.#timer);
    this.#pause = pause;
    this.#armedAt = performance.now();
    this.#mayWait = false;
    this.#timer = setTimeout(() => this.#round(), pause);
  }

  /** Maintains the log, or tidies up if nothing was written recently. */
  async #round(): Promise<void> {
    this.#timer = undefined;
    this.#isRunning = true;
    const hadWork = this.#isDirty || this.#hasFailed;
    this.#isDirty = this.#hasFailed = false;
    let isDone = false;
    try {
      if (hadWork) await this.#keepUp();
      else isDone = await this.#tidyUp();
    } catch (error) {
      this.#hasFailed = true;
      if (!this.#ended) this.#warnings.failed(error);
    }
    this.#isRunning = false;
    if (this.#ended || isDone && !this.#isDirty) return;
    const { syncMs, longestPauseMs } = this.#pace;
    const hasWork = this.#isDirty || hadWork && !this.#hasFailed;
    this.#arm(hasWork ? syncMs : Math.min(2 * this.#pause, longestPauseMs));
    this.#mayWait = hasWork && !this.#isDirty;
  }

  /** Does what is left to the round for now. */
  #keepUpEarly(): void {
    try {
      if (this.#bytes > this.#pace.flood || !this.#emptyAtOnce()) return;
    } catch {
      // The round encounters the same fault, and logs it.
      return;
    }
    this.#isDirty = false;
    this.#bytes = 0;
    this.#arm(this.#pace.syncMs);
    this.#mayWait = true;
  }

  /** Forces commits to disk; empties the log, at once if it is long. */
  async #keepUp(): Promise<void> {
    const isFlood = this.#bytes > this.#pace.flood;
    this.#bytes = 0;
    const isIdle = this.#context.calls.isIdle;
    if (isIdle && !isFlood && this.#emptyAtOnce()) return;
    await this.sync();
    if (this.#wal.size() > LONGEST_LOG) await this.#empty();
    else if (!isFlood) this.#requestTurn();
  }

  /** Releases unneeded memory and files. Returns whether the log is empty. */
  #tidyUp(): Promise<boolean> {
    const { calls, database } = this.#context;
    return calls.run(() => {
      if (this.#ended) return Promise.resolve(true);
      const isEmpty = this.#checkpoint();
      database.release();
      return Promise.resolve(isEmpty);
    });
  }

  #requestTurn(): void {
    if (this.#isRequested) return;
    this.#isRequested = true;
    this.#context.spareTime.request(() => {
      this.#isRequested = false;
      // The next round encounters the same fault, and logs it.
      this.#empty().catch(() => undefined);
    });
  }

  #empty(): Promise<void> {
    return this.#context.calls.run(() => {
      if (!this.#ended && !this.#checkpointInTime()) this.#retrySoon();
      return Promise.resolve();
    });
  }

  /**
   * Forces a short log to disk and empties it, in one piece, if the disk is
   * quick. Returns whether that is done. Nothing else may use the database.
   */
  #emptyAtOnce(): boolean {
    const { database, spareTime } = this.#context;
    const isSuitable = database.inLog && this.#inLog <= SHORT_LOG &&
      this.#isQuick && spareTime.isFree && this.#wal.isInPlace;
    return isSuitable && this.#checkpointInTime();
  }

  /** A checkpoint whose duration counts. Returns whether the log is empty. */
  #checkpointInTime(): boolean {
    const start = performance.now();
    const isEmpty = this.#checkpoint();
    const ms = performance.now() - start;
    this.#isQuick = ms < QUICK_MS;
    this.#context.spareTime.spent(ms);
    return isEmpty;
  }

  /** Soon, because a partly updated file is inconsistent on its own. */
  #retrySoon(): void {
    if (!this.#isRunning) this.#arm(this.#pace.syncMs / 8);
  }

  /** Returns whether the log is empty. */
  #checkpoint(): boolean {
    const isEmpty = this.#context.database.checkpoint();
    if (isEmpty) this.#inLog = 0;
    else {
      const size = this.#wal.size();
      if (size > this.#pace.veryLongLog) this.#warnings.long(size);
    }
    return isEmpty;
  }

  #leave(): void {
    this.#context.database.leaveLog();
    this.#leftAt = performance.now();
  }

  /**
   * The log was removed: other programs can't find its contents. Moves
   * everything into the file, and starts a new log if possible.
   */
  async #replace(): Promise<void> {
    const { database } = this.#context;
    if (!database.inLog || await this.#wal.sync()) return;
    this.#warnings.gone();
    if (!this.#checkpoint()) {
      throw new Error(
        "the -wal file was removed, and a reader blocks its replacement",
      );
    }
    try {
      this.#leave();
      await this.#wal.close();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
}
