/**
 * A file that gets its name when it is complete, so that there never is a part
 * of it under that name.
 *
 * @module
 */
import { existsSync, linkSync, renameSync, rmSync } from "node:fs";
import process from "node:process";

/** There is a file of this name, which is not to be replaced. */
export class FileExistsError extends Error {
  override readonly name = "FileExistsError";
  /** The code that the system gives such an error. */
  readonly code = "EEXIST";
  /** The path of that file. */
  readonly path: string;

  /** The message leaves out the path. */
  constructor(path: string) {
    super("it exists");
    this.path = path;
  }
}

/** How a file is created. */
export interface NewFileOptions {
  /** Whether it replaces a file of its name; by default it does not. */
  readonly replaces?: boolean;
  /** Endings of files that are written beside the draft. */
  readonly beside?: readonly string[];
}

/** A file under another name until it is finished. */
export class NewFile {
  /** The path that it gets. */
  readonly path: string;
  /** The path under which it is written. */
  readonly draft: string;
  readonly #replaces: boolean;
  readonly #beside: readonly string[];

  /** Creates nothing. */
  constructor(
    path: string,
    { replaces = false, beside = [] }: NewFileOptions = {},
  ) {
    this.path = path;
    this.draft = `${path}.${process.pid}.unfinished`;
    this.#replaces = replaces;
    this.#beside = beside;
  }

  /**
   * Checks that it may get its name, before much is written.
   *
   * @throws {FileExistsError} if it may not.
   */
  check(): void {
    if (!this.#replaces && existsSync(this.path)) {
      throw new FileExistsError(this.path);
    }
  }

  /**
   * Gives it its name. A file that has got this name meanwhile is not replaced,
   * unless that is wanted.
   *
   * @throws {FileExistsError} if there is one.
   * @throws {Error} if the system can't do it.
   */
  finish(): void {
    if (this.#replaces || !this.#link()) renameSync(this.draft, this.path);
    this.discard();
  }

  /** Removes what was written, except under the final name. */
  discard(): void {
    for (const ending of ["", ...this.#beside]) {
      rmSync(`${this.draft}${ending}`, { force: true });
    }
  }

  /** Unlike a renaming, it replaces no file; some file systems have no links. */
  #link(): boolean {
    try {
      linkSync(this.draft, this.path);
      return true;
    } catch {
      this.check();
      return false;
    }
  }
}
