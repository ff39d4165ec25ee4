/**
 * A file that gets its name when it is complete.
 *
 * @module
 */
import { existsSync, linkSync, renameSync, rmSync } from "node:fs";
import process from "node:process";
import { errorText } from "../shared/error_text.ts";
import { MergeError } from "./errors.ts";

/** A file under another name until it is finished. */
export class NewFile {
  /** The path under which it is written. */
  readonly draft: string;
  readonly #path: string;

  /**
   * Creates nothing yet.
   *
   * @throws {MergeError} if there is a file at `path`.
   */
  constructor(path: string) {
    if (existsSync(path)) throw exists(path);
    this.#path = path;
    this.draft = `${path}.${process.pid}.unfinished`;
  }

  /**
   * Gives it its name; a file that has got this name meanwhile is not replaced.
   *
   * @throws {MergeError} if that fails.
   */
  finish(): void {
    try {
      linkSync(this.draft, this.#path);
    } catch (error) {
      if (existsSync(this.#path)) throw exists(this.#path);
      // Not every file system has hard links.
      this.#rename(error);
    }
    this.discard();
  }

  /** Removes what was written, except under the final name. */
  discard(): void {
    rmSync(this.draft, { force: true });
    rmSync(`${this.draft}-journal`, { force: true });
    rmSync(`${this.draft}-rows`, { force: true });
  }

  #rename(cause: unknown): void {
    try {
      renameSync(this.draft, this.#path);
    } catch {
      throw cannotWrite(this.#path, cause);
    }
  }
}

/** The error of an output that can't be written. */
export function cannotWrite(path: string, cause: unknown): MergeError {
  return new MergeError(`Cannot write ${path}: ${errorText(cause)}`, {
    cause,
    hint: "check the directory, its permissions and the space on its disk, " +
      "or choose another file with --to",
  });
}

function exists(path: string): MergeError {
  return new MergeError(`Cannot write ${path}: it exists`, {
    hint: "choose another file with --to, or move it away",
  });
}
