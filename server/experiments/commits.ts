/**
 * Counts commits, their bytes and rows.
 *
 * @module
 */
import type { StorageObserver } from "../observer.ts";

/** The size of a commit. */
export interface CommitLoad {
  /** Bytes of rows and of rejected samples. */
  readonly bytes: number;
  /** Rows. */
  readonly rows: number;
  /** When it began, by the monotonic clock. */
  readonly began: number;
}

/** Counts commits begun and ended. */
export class Commits {
  readonly #all: Commits | undefined;
  readonly #observer: StorageObserver | undefined;
  /** Commits begun so far. */
  begun = 0;
  /** Commits ended so far. */
  ended = 0;
  /** Bytes in progress. */
  bytes = 0;
  /** Rows in progress. */
  rows = 0;
  /** Rows stored so far. */
  stored = 0;
  /** When rows were last stored, by the monotonic clock; 0 if never. */
  storedAt = 0;

  /** Commits count in `all` too, if given; `observer` is notified of each. */
  constructor(all?: Commits, observer?: StorageObserver) {
    this.#all = all;
    this.#observer = observer;
  }

  /** Number of commits in progress. */
  get inProgress(): number {
    return this.begun - this.ended;
  }

  /** A commit begins. */
  begin(load: CommitLoad): void {
    this.begun++;
    this.bytes += load.bytes;
    this.rows += load.rows;
    this.#all?.begin(load);
  }

  /** A commit has ended; `isStored` if its rows are stored. */
  end(load: CommitLoad, isStored: boolean): void {
    this.ended++;
    this.bytes -= load.bytes;
    this.rows -= load.rows;
    this.#all?.end(load, isStored);
    const now = performance.now();
    const { rows, began } = load;
    this.#observer?.committed({ rows, ms: now - began, isStored });
    if (!isStored) return;
    this.stored += rows;
    this.storedAt = now;
  }
}
