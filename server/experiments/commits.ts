/**
 * Commits, by number and size.
 *
 * @module
 */

/** What a commit brings. */
export interface CommitLoad {
  /** Bytes of rows and of rejected samples. */
  readonly bytes: number;
  /** Rows. */
  readonly rows: number;
}

/** Counts the commits that were begun, and those that have ended. */
export class Commits {
  readonly #all: Commits | undefined;
  /** Commits that were begun so far. */
  begun = 0;
  /** Commits that have ended so far. */
  ended = 0;
  /** Bytes under way. */
  bytes = 0;
  /** Rows under way. */
  rows = 0;
  /** Rows that were stored so far. */
  stored = 0;
  /** When the last one was stored, by the monotonic clock; 0: none was. */
  storedAt = 0;

  /** They are counted among `all` as well, if given. */
  constructor(all?: Commits) {
    this.#all = all;
  }

  /** How many are under way. */
  get underWay(): number {
    return this.begun - this.ended;
  }

  /** A commit begins. */
  begin(load: CommitLoad): void {
    this.begun++;
    this.bytes += load.bytes;
    this.rows += load.rows;
    this.#all?.begin(load);
  }

  /** A commit has ended, and whether its rows are stored. */
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
