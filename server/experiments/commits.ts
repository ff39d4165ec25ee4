/**
 * Counts commits, their bytes and rows.
 *
 * @module
 */

/** The size of a commit. */
export interface CommitLoad {
  /** Bytes of rows and of rejected samples. */
  readonly bytes: number;
  /** Rows. */
  readonly rows: number;
}

/** Counts commits begun and ended. */
export class Commits {
  readonly #all: Commits | undefined;
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

  /** Commits count in `all` too, if given. */
  constructor(all?: Commits) {
    this.#all = all;
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
    if (!isStored) return;
    this.stored += load.rows;
    this.storedAt = performance.now();
  }
}
