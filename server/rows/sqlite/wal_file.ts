/**
 * The write-ahead log of a database, looked at from outside of SQLite.
 *
 * @module
 */
import { closeSync, fsync, fsyncSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Forces commits to disk beside the work, not within it. */
export class WalFile {
  readonly #path: string;
  #descriptor: number | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** The log of the database file at `database`. */
  constructor(database: string) {
    this.#path = `${database}-wal`;
  }

  /** Bytes in the log; 0 if there is none. */
  size(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /**
   * Forces what was committed before to disk. SQLite in NORMAL mode leaves
   * that to checkpoints, which hold up the writer.
   *
   * @throws {Error} if the system can't.
   */
  sync(): Promise<void> {
    // The one under way may have begun before the last commit.
    this.#next ??= this.#running.catch(() => undefined).then(() => {
      this.#next = undefined;
      return this.#running = this.#force();
    });
    return this.#next;
  }

  async #force(): Promise<void> {
    const descriptor = this.#descriptor ??= this.#open();
    await new Promise<void>((done, failed) =>
      fsync(descriptor, (error) => error ? failed(error) : done())
    );
  }

  /** Lets the log go. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number {
    // A log that is new must be found in its directory after a power cut.
    const directory = openSync(dirname(this.#path), "r");
    fsyncSync(directory);
    closeSync(directory);
    return openSync(this.#path, "r+");
  }
}
