/**
 * The write-ahead log of a database, looked at from outside of SQLite.
 *
 * @module
 */
import { closeSync, fsync, fsyncSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Forces commits to disk beside the work, not within it. */
export class WalFile {
  readonly #database: string;
  readonly #path: string;
  #descriptor: number | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** The log of the database file at `database`. */
  constructor(database: string) {
    this.#database = database;
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
    // Files that are new must be found in their directory after a power cut,
    // and a log is worth nothing beside a database file that has no bytes.
    for (const path of [this.#database, dirname(this.#path)]) {
      const descriptor = openSync(path, "r");
      fsyncSync(descriptor);
      closeSync(descriptor);
    }
    return openSync(this.#path, "r+");
  }
}
