/**
 * What has been merged so far.
 *
 * @module
 */

/** Counted while parts are merged. */
export interface MergeProgress {
  /** The table that is being merged. */
  table: string;
  /** Rows that were read. */
  read: number;
  /** Of these, rows that another part has given before. */
  repeated: number;
}
