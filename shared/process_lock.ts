/**
 * Keeps a second process away from the same files.
 *
 * @module
 */
import { existsSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { readProcessId, refuseLink, writeOwnFile } from "./own_file.ts";

/** SQLite's message about a lock that another process holds. */
const BUSY = /database( table| schema)? is locked/;

/** Files of a lock. */
export interface LockFiles {
  /** The file that is locked; it stays empty. */
  readonly lock: string;
  /** Holds the process id of the holder. */
  readonly pid: string;
}

/** Another process holds the lock. */
export class LockedError extends Error {
  /** Always `"LockedError"`. */
  override name = "LockedError";
  /** The process id of the holder, `"unknown"` if it can't be read. */
  readonly holder: string;

  /** `holder` is a process id. */
  constructor(holder: string, options: ErrorOptions) {
    super(`the process with id ${holder} holds the lock`, options);
    this.holder = holder;
  }
}

/**
 * A lock that the process holds until it releases it or ends. It is SQLite's
 * own lock, which the system drops after a crash too.
 */
export class ProcessLock {
  readonly #lock: DatabaseSync;
  readonly #files: LockFiles;

  /**
   * Takes the lock for the process `pid`.
   *
   * @throws {LockedError} if another process holds it.
   * @throws {Error} if the files can't be written.
   */
  constructor(files: LockFiles, pid: number) {
    this.#files = files;
    refuseLink(files.lock);
    this.#lock = new DatabaseSync(files.lock, { timeout: 0 });
    try {
      // Nothing is ever written to the file: it needs no journal beside it.
      this.#lock.exec("PRAGMA journal_mode = MEMORY");
      this.#lock.exec("BEGIN EXCLUSIVE");
      writeOwnFile(files.pid, `${pid}\n`);
    } catch (cause) {
      this.#lock.close();
      if (!isBusy(cause)) throw cause;
      throw new LockedError(readProcessId(files.pid), { cause });
    }
  }

  /** Lets another process take the lock. */
  release(): void {
    // The locked file stays: another process may just be opening it.
    rmSync(this.#files.pid, { force: true });
    this.#lock.close();
  }
}

/**
 * The process id of the holder of a lock, `"unknown"` if it can't be read, or
 * `undefined` if nobody holds it.
 *
 * @throws {Error} if the lock can't be examined.
 */
export function lockHolder(files: LockFiles): string | undefined {
  if (!existsSync(files.lock)) return undefined;
  const lock = new DatabaseSync(files.lock, { timeout: 0, readOnly: true });
  try {
    // Deno ignores the timeout of a read-only connection, and waits 5 s.
    lock.exec("PRAGMA busy_timeout = 0");
    lock.exec("SELECT 1 FROM sqlite_schema");
    return undefined;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return readProcessId(files.pid);
  } finally {
    lock.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && BUSY.test(error.message);
}
