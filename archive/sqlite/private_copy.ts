/**
 * A private copy of a database that can't be read in place.
 *
 * @module
 */
import { chmodSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ArchiveError } from "../errors.ts";
import { type FileState, fileState, resolvedState } from "./file_state.ts";
import { ReadDatabase } from "./read_database.ts";
import { type OpenDatabase, UnchangedDatabase } from "./open_database.ts";

/** Attempts to copy a file that changes meanwhile. */
const MOST_ATTEMPTS = 3;

/** The files that belong to a database after a crash. */
const PARTS = ["", "-wal", "-journal"] as const;

/** A copy in a temporary directory, with everything in one file. */
export class PrivateCopy implements Disposable {
  readonly #directory: string;
  readonly #original: FileState;

  private constructor(directory: string, original: FileState) {
    this.#directory = directory;
    this.#original = original;
  }

  /**
   * Copies the database called `name` into a directory below `parent`. Never in a process that writes it: that
   * would drop its locks.
   *
   * @throws {Error} if that fails, or the file does not stop changing.
   */
  static async make(
    name: string,
    parent: string = tmpdir(),
  ): Promise<PrivateCopy> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const original = fileState(name);
      const directory = mkdtempSync(join(parent, "oml2-copy-"));
      const copy = new PrivateCopy(directory, original);
      try {
        await copy.#fill();
        if (copy.isCurrent) return copy;
        copy[Symbol.dispose]();
      } catch (error) {
        copy[Symbol.dispose]();
        throw error;
      }
    }
    throw new ArchiveError("the file changes while it is copied", {
      hint: "try again",
    });
  }

  /** Whether the original has not changed. */
  get isCurrent(): boolean {
    return resolvedState(this.#original.path).version ===
      this.#original.version;
  }

  /** Opens the copy. */
  open(): OpenDatabase {
    const database = new ReadDatabase(this.#path);
    return new UnchangedDatabase(database, this.#original);
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #path(): string {
    return join(this.#directory, "copy.sq3");
  }

  async #fill(): Promise<void> {
    const { path } = this.#original;
    for (const part of PARTS) {
      if (!existsSync(path + part)) continue;
      await copyFile(
        path + part,
        this.#path + part,
        constants.COPYFILE_FICLONE,
      );
      // The original may be write-protected.
      chmodSync(this.#path + part, 0o600);
    }
    using database = new DatabaseSync(this.#path);
    // Takes what the crash has left, and ends WAL mode.
    database.exec("PRAGMA journal_mode = DELETE");
  }
}
