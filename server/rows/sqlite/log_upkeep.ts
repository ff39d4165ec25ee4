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
import { isBusy } from "./sqlite_errors.ts";
import { WalFile } from "./wal_file.ts";

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

const PACE: UpkeepPace = {
  syncMs: 800,
  longestPauseMs: 15_000,
  leaveAgainMs: 1_000,
  flood: 2 * 1024 * 1024,
  veryLongLog: 2 * LONGEST_LOG,
};

/** Bytes that take about as long to force to disk as none. */
const SHORT_LOG = 256 * 1024;

const MIB = 1024 * 1024;

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
  /** Whether there were commits since the last round. */
  #isDirty = false;
  /** Bytes of rows committed since the last round. */
  #bytes = 0;
  /** Whether the last round failed to force data to disk. */
  #hasFailed = false;
  #isRunning = false;
  #isRequested = false;
  #ended = false;
  #leftAt = -Infinity;
  #toldLong = false;
  #toldGone = false;

  /** Maintains the database in `context`. */
  constructor(context: UpkeepContext) {
    this.#context = context;
    this.#pace = context.pace ?? PACE;
    this.#wal = new WalFile(context.path);
  }

  /** Must be called after every commit, with the bytes of its rows. */
  written(bytes: number): void {
    this.#isDirty = true;
    this.#bytes += bytes;
    if (this.#context.database.inLog) this.#wal.noteCommit(bytes);
    if (this.#isRunning || this.#timer !== undefined && !this.#isSlow) return;
    this.#arm(this.#pace.syncMs);
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
      if (!this.#ended) this.#tellFailure(error);
    }
    this.#isRunning = false;
    if (this.#ended || isDone && !this.#isDirty) return;
    const { syncMs, longestPauseMs } = this.#pace;
    const hasWork = this.#isDirty || hadWork && !this.#hasFailed;
    this.#arm(hasWork ? syncMs : Math.min(2 * this.#pause, longestPauseMs));
  }

  /** Forces commits to disk; empties the log, at once if it is long. */
  async #keepUp(): Promise<void> {
    const isFlood = this.#bytes > this.#pace.flood;
    this.#bytes = 0;
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
    const { calls, spareTime } = this.#context;
    return calls.run(() => {
      if (this.#ended) return Promise.resolve();
      const start = performance.now();
      if (!this.#checkpoint()) this.#retrySoon();
      spareTime.spent(performance.now() - start);
      return Promise.resolve();
    });
  }

  /** Soon, because a partly updated file is inconsistent on its own. */
  #retrySoon(): void {
    if (!this.#isRunning) this.#arm(this.#pace.syncMs / 8);
  }

  /** Returns whether the log is empty. */
  #checkpoint(): boolean {
    const isEmpty = this.#context.database.checkpoint();
    if (!isEmpty && this.#wal.size() > this.#pace.veryLongLog) this.#tellLong();
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
    this.#tellGone();
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

  #tellFailure(error: unknown): void {
    const { domain, log } = this.#context;
    log.warn("{domain}: cannot force data to disk: {reason}", {
      domain,
      reason: errorText(error),
    });
  }

  #tellLong(): void {
    if (this.#toldLong) return;
    this.#toldLong = true;
    const { domain, log } = this.#context;
    log.warn(
      "{domain}: another program has been reading the database in one " +
        "transaction for so long that the -wal file has grown to {mib} MiB, " +
        "and the disk may fill up; let that program end its transaction, or " +
        "close the database",
      { domain, mib: Math.round(this.#wal.size() / MIB) },
    );
  }

  #tellGone(): void {
    if (this.#toldGone) return;
    this.#toldGone = true;
    const { domain, log } = this.#context;
    log.warn(
      "{domain}: the -wal file was removed or replaced while it was in use; " +
        "its contents are moved into the database, but other programs that " +
        "have the database open must reopen it",
      { domain },
    );
  }
}
