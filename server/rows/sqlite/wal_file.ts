/**
 * The write-ahead log of a database, looked at from outside of SQLite.
 *
 * @module
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsync,
  openSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { SerialQueue } from "../../../shared/serial_queue.ts";

const force = promisify(fsync);

/** Forces commits to disk beside the work, not within it. */
export class WalFile {
  readonly #path: string;
  #log: number | undefined;
  readonly #queue = new SerialQueue();
  #next: Promise<boolean> | undefined;

  /** The log of the database file at `database`. */
  constructor(database: string) {
    this.#path = `${database}-wal`;
  }

  /** Bytes in the log, also where its name has been removed; 0 without one. */
  size(): number {
    if (this.#log !== undefined) return fstatSync(this.#log).size;
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /**
   * Forces what was committed before to disk. SQLite in NORMAL mode leaves
   * that to checkpoints, which hold up the writer. Resolves with whether the
   * log is where other programs, and the next start, look for it.
   *
   * @throws {Error} if the system can't.
   */
  sync(): Promise<boolean> {
    // The one under way may have begun before the last commit.
    this.#next ??= this.#queue.run(() => {
      this.#next = undefined;
      return this.#force();
    });
    return this.#next;
  }

  async #force(): Promise<boolean> {
    // Never so with the database file itself: to close any descriptor of it
    // takes this process's locks away, and then the next program that only
    // wants to read throws the log away.
    this.#log ??= await this.#open();
    if (this.#log === undefined) return false;
    await force(this.#log);
    const found = statSync(this.#path, { throwIfNoEntry: false });
    return found?.ino === fstatSync(this.#log).ino;
  }

  /** Lets the log go. The next call looks for a new one. */
  close(): Promise<void> {
    this.#next = undefined;
    return this.#queue.run(() => {
      if (this.#log !== undefined) closeSync(this.#log);
      this.#log = undefined;
      return Promise.resolve();
    });
  }

  /** A file that is new must be found in its directory after a power cut. */
  async #open(): Promise<number | undefined> {
    if (!existsSync(this.#path)) return undefined;
    const directory = openSync(dirname(this.#path), "r");
    await force(directory).finally(() => closeSync(directory));
    // SQLite may have left WAL mode meanwhile: then everything is in the file.
    return existsSync(this.#path) ? openSync(this.#path, "r+") : undefined;
  }
}
