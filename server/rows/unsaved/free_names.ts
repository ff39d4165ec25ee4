/**
 * Names for files of unsaved tuples.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Finds free names, without checking any twice. */
export class FreeNames {
  readonly #domain: string;
  /** Number of names checked in each directory. */
  readonly #checked = new Map<string, number>();

  /** For files of `domain`. */
  constructor(domain: string) {
    this.#domain = domain;
  }

  /** `<domain>.unsaved.oml`, `<domain>.unsaved.2.oml`, ... */
  next(directory: string): string {
    for (let n = this.#checked.get(directory) ?? 0;;) {
      this.#checked.set(directory, ++n);
      const number = n === 1 ? "" : `.${n}`;
      const path = join(directory, `${this.#domain}.unsaved${number}.oml`);
      if (!existsSync(path)) return path;
    }
  }
}
