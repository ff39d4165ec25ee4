/**
 * Forces the write-ahead log of an open database to disk, and keeps it short.
 *
 * @module
 */
import { RestingFile } from "./resting_file.ts";
import { LONGEST_LOG } from "./sqlite_database.ts";
import type { UpkeepContext } from "./upkeep_context.ts";
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
  readonly #warnings: LogWarnings;
  readonly #resting: RestingFile;

  /** Maintains the database in `context`. */
  constructor(context: UpkeepContext) {
    this.#context = context;
    this.#pace = context.pace ?? PACE;
    this.#wal = new WalFile(context.path);
    this.#warnings = new LogWarnings(context.domain, context.log);
    this.#resting = new RestingFile(context, {
      wal: this.#wal,
      pace: this.#pace,
      checkpoint: () => this.#checkpoint(),
    });
  }

  /**
   * Must be called after every commit, with the bytes of its rows, within the
   * same call of the database.
   */
  written(bytes: number): void {
    this.#resting.end();
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

  /** See {@linkcode RestingFile.rest}. */
  rest(): Promise<void> {
    return this.#resting.rest();
  }

  /** Stops the maintenance. Must be called within a call of the database. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#resting.end();
    clearTimeout(this.#timer);
    if (this.#context.database.inLog) {
      await this.#wal.syncLong().catch(() => undefined);
    }
    await this.#wal.close();
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
      this.#resting.leave();
      await this.#wal.close();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
}
