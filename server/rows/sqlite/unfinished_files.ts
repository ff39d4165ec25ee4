/**
 * Database files that could not be completed when their last client
 * disconnected: another program had them open, or the server was killed.
 *
 * @module
 */
import { realpathSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { errorText } from "../../../shared/error_text.ts";
import type { Log } from "../../../shared/log.ts";
import { metadataForm } from "./old_databases.ts";
import type { SpareTime } from "./spare_time.ts";
import { isBusy, isDiskFault } from "./sqlite_errors.ts";

/** Milliseconds before the first attempt; the pause doubles each time. */
const FIRST_PAUSE_MS = 250;

/** Maximum milliseconds between two attempts. */
const LONGEST_PAUSE_MS = 30_000;

/** Identifies a file. */
export interface UnfinishedFile {
  /** The database's domain. */
  readonly domain: string;
  /** Its path. */
  readonly path: string;
  /** Its inode, because a new file of the same name is not affected. */
  readonly inode: number | undefined;
  /** Called once if another program has it open at the next attempt, too. */
  readonly whenHeld?: () => void;
}

/** Retries until the other program has closed the file. */
export class UnfinishedFiles {
  readonly #spareTime: SpareTime;
  readonly #log: Log;
  readonly #firstPause: number;
  readonly #timers = new Map<
    UnfinishedFile,
    ReturnType<typeof setTimeout>
  >();

  /** Works in `spareTime`, and logs results to `log`. */
  constructor(spareTime: SpareTime, log: Log, firstPause = FIRST_PAUSE_MS) {
    this.#spareTime = spareTime;
    this.#log = log;
    this.#firstPause = firstPause;
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#timers.size === 0;
  }

  /** Adds a file to complete. */
  add(file: UnfinishedFile): void {
    this.#try(file, this.#firstPause);
  }

  /** Adds a file that an earlier server may have left incomplete. */
  review(domain: string, link: string): void {
    this.#whenIdle(() => {
      try {
        const path = realpathSync(link);
        const file = { domain, path, inode: statSync(path).ino };
        if (!this.#complete(file)) this.add(file);
      } catch {
        // Its next client gets the error.
      }
    });
  }

  /** Removes a file that is opened again, and completed when it is closed. */
  forget(path: string): void {
    for (const [file, timer] of this.#timers) {
      if (file.path !== path) continue;
      clearTimeout(timer);
      this.#timers.delete(file);
    }
  }

  /** Tries all of them for the last time. */
  finish(): void {
    for (const [file, timer] of this.#timers) {
      clearTimeout(timer);
      if (!this.#finish(file)) file.whenHeld?.();
    }
    this.#timers.clear();
  }

  #try(file: UnfinishedFile, pause: number): void {
    const timer = setTimeout(() => {
      this.#whenIdle(() => {
        // It may have been reopened or completed in the meantime.
        if (!this.#timers.delete(file) || this.#finish(file)) return;
        file.whenHeld?.();
        const held = { ...file, whenHeld: undefined };
        this.#try(held, Math.min(2 * pause, LONGEST_PAUSE_MS));
      });
    }, pause);
    this.#timers.set(file, timer);
  }

  #whenIdle(work: () => void): void {
    this.#spareTime.request(() => this.#spareTime.spend(work));
  }

  /** Returns whether nothing remains to be done. */
  #finish(file: UnfinishedFile): boolean {
    try {
      return this.#complete(file);
    } catch (error) {
      if (isDiskFault(error)) return false;
      const { domain } = file;
      this.#log.warn(
        "{domain}: {reason}; the -wal file belongs to the data until the " +
          "database is opened again",
        { domain, reason: errorText(error) },
      );
      return true;
    }
  }

  /**
   * The same.
   *
   * @throws {Error} for any obstacle other than another program.
   */
  #complete({ domain, path, inode }: UnfinishedFile): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.ino !== inode) return true;
    try {
      if (!complete(path)) return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
    this.#log.info("{domain}: the database is complete in its one file", {
      domain,
    });
    return true;
  }
}

/**
 * Moves everything into the one file, as far as other programs allow it.
 * Returns whether that was needed.
 */
function complete(path: string): boolean {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    const { journal_mode } = database.prepare("PRAGMA journal_mode").get() ??
      {};
    // Another program may use WAL mode for its own database.
    if (journal_mode !== "wal" || metadataForm(database) === "none") {
      return false;
    }
    database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    database.exec("PRAGMA journal_mode = DELETE");
    return true;
  } finally {
    database.close();
  }
}
