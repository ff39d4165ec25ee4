/**
 * The write-ahead log of a database, looked at from outside of SQLite.
 *
 * @module
 */
import { closeSync, fsync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

const force = promisify(fsync);

/** Forces commits to disk beside the work, not within it. */
export class WalFile {
  readonly #path: string;
  #log: number | undefined;
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
    // Never so with the database file itself: to close any descriptor of it
    // takes this process's locks away, and then the next program that only
    // wants to read throws the log away.
    this.#log ??= await this.#open();
    await force(this.#log);
  }

  /** Lets the log go. */
  close(): void {
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
  }

  /** A file that is new must be found in its directory after a power cut. */
  async #open(): Promise<number> {
    const directory = openSync(dirname(this.#path), "r");
    await force(directory).finally(() => closeSync(directory));
    return openSync(this.#path, "r+");
  }
}
