/**
 * A file of OMSP text, as a client could have sent it.
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
 * Accepts whole tuples or nothing. It is only open during each operation: at a
 * stop there may be thousands, one for each sender, and the system may allow
 * fewer open files.
 */
export class UnsavedFile {
  /** Its path. */
  readonly path: string;

  /**
   * Creates the file.
   *
   * @throws {Error} if it exists, or can't be created.
   */
  constructor(path: string) {
    this.path = path;
    closeSync(openSync(path, "wx"));
  }

  /**
   * Appends bytes.
   *
   * @throws {Error} if not all of them can be written; then none are.
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
