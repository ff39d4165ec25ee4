/**
 * Keeps a second proxy off the same result files.
 *
 * @module
 */
import { existsSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { errorText } from "../../shared/error_text.ts";
import {
  readProcessId,
  refuseLink,
  writeOwnFile,
} from "../../ports/own_file.ts";
import { SpoolError } from "./spool_error.ts";

/** SQLite's words for a lock that another process holds. */
const BUSY = /database( table| schema)? is locked/;

/**
 * Holds the names as long as the process lives. The lock is SQLite's own on a
 * file that stays empty, so the system lets go of it after a crash too.
 */
export class SpoolLock {
  readonly #lock: DatabaseSync;
  readonly #pidFile: string;

  /**
   * Takes the names that begin with `resultFile`.
   *
   * @throws {SpoolError} naming the process that has them, or why no file can
   * be written there.
   */
  constructor(resultFile: string, pid: number) {
    this.#pidFile = `${resultFile}.pid`;
    try {
      refuseLink(lockPath(resultFile));
      this.#lock = new DatabaseSync(lockPath(resultFile), { timeout: 0 });
      this.#lock.exec("PRAGMA journal_mode = MEMORY");
      this.#lock.exec("BEGIN EXCLUSIVE");
      writeOwnFile(this.#pidFile, `${pid}\n`);
    } catch (cause) {
      throw this.#failure(resultFile, cause);
    }
  }

  /** Whether a proxy has ever had the names that begin with `resultFile`. */
  static isKnown(resultFile: string): boolean {
    return existsSync(lockPath(resultFile));
  }

  /** Lets the names go. */
  release(): void {
    // The lock's file stays: another proxy may just be opening it.
    rmSync(this.#pidFile, { force: true });
    this.#lock.close();
  }

  #failure(resultFile: string, cause: unknown): SpoolError {
    const why = errorText(cause);
    const hint = "choose another name with --resultfile";
    return BUSY.test(why)
      ? new SpoolError(
        `Cannot use ${resultFile}: the proxy with process id ` +
          `${readProcessId(this.#pidFile)} writes there`,
        { cause, hint: `stop it, or ${hint}` },
      )
      : new SpoolError(
        `Cannot write beside ${resultFile}: ${why}`,
        { cause, hint: `${hint}, or correct the directory's permissions` },
      );
  }
}

function lockPath(resultFile: string): string {
  return `${resultFile}.lock`;
}
