/**
 * A file of OMSP text that a client could have sent.
 *
 * @module
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from "node:fs";

const { O_APPEND, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * Takes whole tuples, or nothing. It is open only while something is done with
 * it: at a stop there may be thousands, one of each sender, and the system may
 * allow fewer open files than that.
 */
export class UnsavedFile {
  /** Where it is. */
  readonly path: string;

  /**
   * Makes the file.
   *
   * @throws {Error} if it is there already, or can't be made.
   */
  constructor(path: string) {
    this.path = path;
    closeSync(openSync(path, "wx"));
  }

  /**
   * Adds bytes at the end.
   *
   * @throws {Error} if not all of them can be written; then none are there.
   */
  add(bytes: Uint8Array): void {
    this.#with((descriptor) => {
      const { size } = fstatSync(descriptor);
      try {
        let written = 0;
        while (written < bytes.length) {
          written += writeSync(descriptor, bytes, written);
        }
      } catch (error) {
        ftruncateSync(descriptor, size);
        throw error;
      }
    });
  }

  /** Forces everything to disk. */
  close(): void {
    this.#with(fsyncSync);
  }

  #with(work: (descriptor: number) => void): void {
    const descriptor = openSync(this.path, O_WRONLY | O_APPEND | O_NOFOLLOW);
    try {
      work(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
