/**
 * Completes a database's file whenever its last client has left.
 *
 * @module
 */
import { errorText } from "../../../shared/error_text.ts";
import type { UpkeepContext } from "./upkeep_context.ts";
import { SHORT_LOG, type UpkeepPace } from "./upkeep_pace.ts";
import type { WalFile } from "./wal_file.ts";

/** What a {@linkcode RestingFile} shares with the upkeep of its log. */
export interface RestingParts {
  /** The log. */
  readonly wal: WalFile;
  /** Intervals. */
  readonly pace: UpkeepPace;
  /** Checkpoints; returns whether the log is empty. */
  readonly checkpoint: () => boolean;
}

/** A file without clients, at least for now. */
export class RestingFile {
  readonly #context: UpkeepContext;
  readonly #parts: RestingParts;
  #leftAt = -Infinity;
  /** Whether there was no commit since the last client left. */
  #isAtRest = false;

  /** Completes the file of the database in `context`. */
  constructor(context: UpkeepContext, parts: RestingParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Completes the file, as far as readers allow it. WAL mode ends at once if the
   * log is short, and otherwise when the thread has time for what the disk
   * takes. Must be called within a call of the database.
   */
  async rest(): Promise<void> {
    const { database, scheduler, spareTime, domain, log } = this.#context;
    if (!database.inLog) return;
    const { wal } = this.#parts;
    try {
      await wal.syncLong();
      const isLong = wal.size() > SHORT_LOG;
      await scheduler.runLater(() => {
        if (isLong) spareTime.spend(() => this.#copy());
        else this.#tryToLeave();
      });
      if (isLong) this.#leaveLater();
      else await this.#closeUnused();
    } catch (error) {
      // The next attempt, after the linger, logs the obstacle.
      log.debug("{domain}: not complete yet: {reason}", {
        domain,
        reason: errorText(error),
      });
    }
  }

  /** The rest is over: there was a commit, or the database is closed. */
  end(): void {
    this.#isAtRest = false;
  }

  /**
   * Leaves WAL mode.
   *
   * @throws {Error} if another program has the database open.
   */
  leave(): void {
    this.#context.database.leaveLog();
    this.#leftAt = performance.now();
  }

  /** Completes the file without waiting for the disk. */
  #copy(): void {
    try {
      this.#context.database.copyLog();
    } catch {
      // A checkpoint needs less, or meets the same fault.
      this.#parts.checkpoint();
    }
  }

  #leaveLater(): void {
    const { calls, spareTime, scheduler } = this.#context;
    this.#isAtRest = true;
    const leave = async () => {
      if (!this.#isAtRest) return;
      await scheduler.runLater(() => spareTime.spend(() => this.#tryToLeave()));
      await this.#closeUnused();
    };
    // If that fails, the end of the linger tries again, and logs the obstacle.
    spareTime.request(() => calls.run(leave).catch(() => undefined));
  }

  /** Leaves WAL mode, unless that was done a moment ago. */
  #tryToLeave(): void {
    const since = performance.now() - this.#leftAt;
    const { checkpoint, pace } = this.#parts;
    if (checkpoint() && since >= pace.leaveAgainMs) this.leave();
  }

  async #closeUnused(): Promise<void> {
    if (!this.#context.database.inLog) await this.#parts.wal.close();
  }
}
