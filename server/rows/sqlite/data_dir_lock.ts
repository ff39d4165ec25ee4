/**
 * Keeps a second server out of a data directory.
 *
 * @module
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../store.ts";
import { isBusy } from "./sqlite_errors.ts";
import { errorText } from "../../../shared/error_text.ts";
import {
  readProcessId,
  refuseLink,
  writeOwnFile,
} from "../../../ports/own_file.ts";

const LOCK_FILE = ".oml2-server.lock";
const PID_FILE = ".oml2-server.pid";

/**
 * Holds a directory as long as the process lives. The lock is SQLite's own on
 * a file that stays empty, so the system lets go of it after a crash too.
 */
export class DataDirLock {
  readonly #lock: DatabaseSync;
  readonly #pidFile: string;

  /**
   * Takes the lock.
   *
   * @throws {StoreError} naming the process that has it, or why the directory
   * can't be written.
   */
  constructor(directory: string, pid: number) {
    this.#pidFile = join(directory, PID_FILE);
    try {
      const path = join(directory, LOCK_FILE);
      refuseLink(path);
      this.#lock = new DatabaseSync(path, { timeout: 0 });
      this.#lock.exec("BEGIN EXCLUSIVE");
      writeOwnFile(this.#pidFile, `${pid}\n`);
    } catch (cause) {
      throw this.#failure(directory, cause);
    }
  }

  /** Lets the directory go. */
  release(): void {
    // The lock's file stays: another server may just be opening it.
    rmSync(this.#pidFile, { force: true });
    this.#lock.close();
  }

  #failure(directory: string, cause: unknown): StoreError {
    if (isBusy(cause)) {
      return new StoreError(
        `Cannot use ${directory}: the oml2-server with process id ` +
          `${readProcessId(this.#pidFile)} writes there`,
        { cause, hint: "stop it, or choose another directory with -D" },
      );
    }
    const why = errorText(cause);
    return new StoreError(
      `Cannot use the data directory ${directory}: it can't be written (${why})`,
      {
        cause,
        hint: "choose another one with -D, or correct its permissions",
      },
    );
  }
}

/**
 * The process id of the server that has the lock of a directory, `"unknown"`
 * if it can't be told, or `undefined` if there is none.
 *
 * @throws {Error} if the lock can't be looked at.
 */
export function lockHolder(directory: string): string | undefined {
  const path = join(directory, LOCK_FILE);
  if (!existsSync(path)) return undefined;
  const lock = new DatabaseSync(path, { timeout: 0, readOnly: true });
  try {
    // Deno does not heed the timeout of one that only reads, and waits 5 s.
    lock.exec("PRAGMA busy_timeout = 0");
    lock.exec("SELECT 1 FROM sqlite_schema");
    return undefined;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return readProcessId(join(directory, PID_FILE));
  } finally {
    lock.close();
  }
}
