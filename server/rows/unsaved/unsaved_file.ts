/**
 * A file of OMSP text that a client could have sent.
 *
 * @module
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from "node:fs";

/** Takes whole tuples, or nothing. */
export class UnsavedFile {
  /** Where it is. */
  readonly path: string;
  readonly #descriptor: number;

  /**
   * Makes the file.
   *
   * @throws {Error} if it is there already, or can't be made.
   */
  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, "wx");
  }

  /**
   * Adds bytes at the end.
   *
   * @throws {Error} if not all of them can be written; then none are there.
   */
  add(bytes: Uint8Array): void {
    const { size } = fstatSync(this.#descriptor);
    try {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(this.#descriptor, bytes, written);
      }
    } catch (error) {
      ftruncateSync(this.#descriptor, size);
      throw error;
    }
  }

  /** Forces everything to disk. */
  close(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
  }
}
