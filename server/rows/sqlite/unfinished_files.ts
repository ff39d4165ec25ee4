/**
 * Database files that could not be made whole when their last client left:
 * another program had them open, or the server was killed.
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

/** Milliseconds before the first try; the pause doubles with each one. */
const FIRST_PAUSE_MS = 250;

/** Milliseconds between two tries, at most. */
const LONGEST_PAUSE_MS = 30_000;

/** Which file it is. */
export interface UnfinishedFile {
  /** Whose database it is. */
  readonly domain: string;
  /** Where it is. */
  readonly path: string;
  /** Another one of that name is none of ours. */
  readonly inode: number | undefined;
}

/** Tries again until the other program has closed the file. */
export class UnfinishedFiles {
  readonly #spareTime: SpareTime;
  readonly #log: Log;
  readonly #firstPause: number;
  readonly #timers = new Map<
    UnfinishedFile,
    ReturnType<typeof setTimeout>
  >();

  /** Works in `spareTime`, and tells `log` what becomes of the files. */
  constructor(spareTime: SpareTime, log: Log, firstPause = FIRST_PAUSE_MS) {
    this.#spareTime = spareTime;
    this.#log = log;
    this.#firstPause = firstPause;
  }

  /** A file is to be made whole. */
  add(file: UnfinishedFile): void {
    this.#try(file, this.#firstPause);
  }

  /** An earlier server may have left this one. */
  review(domain: string, link: string): void {
    this.#whenIdle(() => {
      try {
        const path = realpathSync(link);
        const file = { domain, path, inode: statSync(path).ino };
        if (!this.#makeWhole(file)) this.add(file);
      } catch {
        // Whatever is wrong with it, its next client will be told.
      }
    });
  }

  /** A file is opened again, and made whole when it is closed. */
  forget(path: string): void {
    for (const [file, timer] of this.#timers) {
      if (file.path !== path) continue;
      clearTimeout(timer);
      this.#timers.delete(file);
    }
  }

  /** Tries all of them a last time. */
  finish(): void {
    for (const [file, timer] of this.#timers) {
      clearTimeout(timer);
      this.#finish(file);
    }
    this.#timers.clear();
  }

  #try(file: UnfinishedFile, pause: number): void {
    const timer = setTimeout(() => {
      this.#whenIdle(() => {
        // It may have been opened again, or finished, in the meantime.
        if (!this.#timers.delete(file) || this.#finish(file)) return;
        this.#try(file, Math.min(2 * pause, LONGEST_PAUSE_MS));
      });
    }, pause);
    this.#timers.set(file, timer);
  }

  #whenIdle(work: () => void): void {
    this.#spareTime.request(() => {
      const start = performance.now();
      work();
      this.#spareTime.spent(performance.now() - start);
    });
  }

  /** Returns whether nothing is left to be done. */
  #finish(file: UnfinishedFile): boolean {
    try {
      return this.#makeWhole(file);
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
   * @throws {Error} if something else than another program is in the way.
   */
  #makeWhole({ domain, path, inode }: UnfinishedFile): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.ino !== inode) return true;
    try {
      if (!makeWhole(path)) return true;
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
 * Moves everything into the one file, as far as other programs let it. Returns
 * whether there was a need.
 */
function makeWhole(path: string): boolean {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    const { journal_mode } = database.prepare("PRAGMA journal_mode").get() ??
      {};
    // Another program may want its own database to be in WAL mode.
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
