/**
 * The write-ahead log of a database, accessed without SQLite.
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
import { SHORT_LOG } from "./upkeep_pace.ts";

const force = promisify(fsync);

/**
 * Bytes of rows after which the log is forced to disk in the background: a short
 * load then has little left to force when its last client waits for the end.
 */
const EARLY_SYNC = 4 * 1024 * 1024;

/** Forces commits to disk in the background. */
export class WalFile {
  readonly #path: string;
  #log: number | undefined;
  /** Identifies the open log among files of the same name. */
  #inode: number | undefined;
  readonly #queue = new SerialQueue();
  #next: Promise<boolean> | undefined;
  /** Bytes of rows committed since the last early sync began. */
  #unsynced = 0;
  #isSyncingEarly = false;

  /** Uses the log of the database file `database`. */
  constructor(database: string) {
    this.#path = `${database}-wal`;
  }

  /** Returns the bytes in the log, even if it was removed; 0 without one. */
  size(): number {
    if (this.#log !== undefined) return fstatSync(this.#log).size;
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Whether the log was found before, and others can still find it. */
  get isInPlace(): boolean {
    if (this.#inode === undefined) return false;
    const found = statSync(this.#path, { throwIfNoEntry: false });
    return found?.ino === this.#inode;
  }

  /** Must be called after a commit; forces long logs to disk in the background. */
  noteCommit(bytes: number): void {
    this.#unsynced += bytes;
    if (this.#unsynced < EARLY_SYNC || this.#isSyncingEarly) return;
    this.#unsynced = 0;
    this.#isSyncingEarly = true;
    // The next sync meets the same fault, and its caller logs it.
    this.sync().catch(() => undefined).finally(() =>
      this.#isSyncingEarly = false
    );
  }

  /**
   * Forces earlier commits to disk. SQLite in NORMAL mode leaves that to
   * checkpoints, which block the writer. Resolves with whether other programs,
   * and the next start, can find the log.
   *
   * @throws {Error} if the system fails.
   */
  sync(): Promise<boolean> {
    // The sync in progress may have begun before the last commit.
    this.#next ??= this.#queue.run(() => {
      this.#next = undefined;
      return this.#force();
    });
    return this.#next;
  }

  /**
   * Forces a long log to disk before a checkpoint does, which would block the
   * other databases of the thread.
   */
  async syncLong(): Promise<void> {
    if (this.size() > SHORT_LOG) await this.sync();
  }

  async #force(): Promise<boolean> {
    // Never open the database file itself: closing any descriptor of it drops
    // this process's locks, and then the next program that only reads deletes
    // the log.
    this.#log ??= await this.#open();
    if (this.#log === undefined) return false;
    await force(this.#log);
    this.#inode ??= fstatSync(this.#log).ino;
    return this.isInPlace;
  }

  /** Closes the log. The next call opens a new one. */
  close(): Promise<void> {
    this.#next = undefined;
    return this.#queue.run(() => {
      if (this.#log !== undefined) closeSync(this.#log);
      this.#log = this.#inode = undefined;
      return Promise.resolve();
    });
  }

  /** The directory entry of a new file must survive a power cut. */
  async #open(): Promise<number | undefined> {
    if (!existsSync(this.#path)) return undefined;
    const directory = openSync(dirname(this.#path), "r");
    await force(directory).finally(() => closeSync(directory));
    // SQLite may have left WAL mode meanwhile: then everything is in the file.
    return existsSync(this.#path) ? openSync(this.#path, "r+") : undefined;
  }
}
