/**
 * Database files that could not be made whole when their last client left,
 * since another program had them open.
 *
 * @module
 */
import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { errorText } from "../../../ports/error_text.ts";
import type { Log } from "../../../ports/log.ts";
import { isTemporary } from "./sqlite_errors.ts";

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
  readonly #log: Log;
  readonly #firstPause: number;
  readonly #timers = new Map<
    UnfinishedFile,
    ReturnType<typeof setTimeout>
  >();

  /** Tells `log` what becomes of the files. */
  constructor(log: Log, firstPause = FIRST_PAUSE_MS) {
    this.#log = log;
    this.#firstPause = firstPause;
  }

  /** A file is to be made whole. */
  add(file: UnfinishedFile): void {
    this.#try(file, this.#firstPause);
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
      this.#timers.delete(file);
      if (this.#finish(file)) return;
      this.#try(file, Math.min(2 * pause, LONGEST_PAUSE_MS));
    }, pause);
    this.#timers.set(file, timer);
  }

  /** Returns whether nothing is left to be done. */
  #finish({ domain, path, inode }: UnfinishedFile): boolean {
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.ino !== inode) return true;
      makeWhole(path);
      this.#log.info("{domain}: the database is complete in its one file", {
        domain,
      });
      return true;
    } catch (error) {
      if (isTemporary(error)) return false;
      this.#log.warn(
        "{domain}: {reason}; the -wal file belongs to the data until the " +
          "database is opened again",
        { domain, reason: errorText(error) },
      );
      return true;
    }
  }
}

/** Moves everything into the one file, as far as other programs let it. */
function makeWhole(path: string): void {
  const uri = `${pathToFileURL(path).href}?mode=rw`;
  const database = new DatabaseSync(uri, { timeout: 0 });
  try {
    database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    database.exec("PRAGMA journal_mode = DELETE");
  } finally {
    database.close();
  }
}
