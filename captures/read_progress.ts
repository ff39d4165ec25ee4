/**
 * How much of capture files is read.
 *
 * @module
 */

/** How much is read. */
export interface ReadProgress {
  /** Bytes read, now or before. */
  readonly bytes: number;
  /** Bytes of all files. */
  readonly size: number;
  /** Tuples stored now. */
  readonly tuples: number;
}
