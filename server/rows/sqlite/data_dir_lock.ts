/**
 * Keeps a second server out of a data directory.
 *
 * @module
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../store.ts";
import { isBusy } from "./sqlite_errors.ts";

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
   * @throws {StoreError} naming the process that has it.
   */
  constructor(directory: string, pid: number) {
    this.#pidFile = join(directory, ".oml2-server.pid");
    this.#lock = new DatabaseSync(join(directory, ".oml2-server.lock"), {
      timeout: 0,
    });
    try {
      this.#lock.exec("BEGIN EXCLUSIVE");
    } catch (cause) {
      this.#lock.close();
      if (!isBusy(cause)) throw cause;
      throw new StoreError(
        `Cannot use ${directory}: the oml2-server with process id ` +
          `${this.#holder()} writes there`,
        { cause, hint: "stop it, or choose another directory with -D" },
      );
    }
    writeFileSync(this.#pidFile, `${pid}\n`);
  }

  /** Lets the directory go. */
  release(): void {
    rmSync(this.#pidFile, { force: true });
    this.#lock.close();
  }

  #holder(): string {
    try {
      return readFileSync(this.#pidFile, "utf8").trim();
    } catch {
      return "unknown";
    }
  }
}
