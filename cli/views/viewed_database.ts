/**
 * A database whose views are created or removed.
 *
 * @module
 */

/** A view that can't be changed. */
export interface ViewFault {
  /** Its name. */
  readonly view: string;
  /** Why. */
  readonly reason: string;
}

/** What became of the views of a database. */
export interface ViewsOutcome {
  /** The views that there are, or that were removed. */
  readonly views: readonly string[];
  /** Those that can't be changed. */
  readonly faults: readonly ViewFault[];
}

/** A database of one experiment. */
export interface ViewedDatabase {
  /** The experiment's name. */
  readonly name: string;
  /**
   * Creates the views that are missing, or removes all.
   *
   * @throws {StartError} with the database, the fault and the remedy.
   */
  change(drop: boolean): Promise<ViewsOutcome>;
}
