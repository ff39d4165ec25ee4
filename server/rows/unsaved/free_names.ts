/**
 * Names for the files of unsaved tuples.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Finds names that are free, none of them looked at twice. */
export class FreeNames {
  readonly #domain: string;
  /** How many names were looked at in a directory. */
  readonly #looked = new Map<string, number>();

  /** For files of `domain`. */
  constructor(domain: string) {
    this.#domain = domain;
  }

  /** `<domain>.unsaved.oml`, `<domain>.unsaved.2.oml`, ... */
  next(directory: string): string {
    for (let n = this.#looked.get(directory) ?? 0;;) {
      this.#looked.set(directory, ++n);
      const number = n === 1 ? "" : `.${n}`;
      const path = join(directory, `${this.#domain}.unsaved${number}.oml`);
      if (!existsSync(path)) return path;
    }
  }
}
