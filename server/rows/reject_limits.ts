/**
 * Limits how many rejected samples a database keeps; beyond that it only counts
 * them.
 *
 * @module
 */

/** Maximum bytes kept of each rejected sample. */
export const KEPT_REJECT_BYTES = 4096;

/** Number of rows from which samples are only counted. */
const MAX_REJECT_ROWS = 10_000;
/** Number of raw bytes from which samples are only counted. */
const MAX_REJECT_BYTES: number = 64 * 1024 * 1024;

/** The size of a database's reject table. */
export interface KeptRejects {
  /** Its rows. */
  readonly rejectRows: number;
  /** Their raw bytes. */
  readonly rejectBytes: number;
}

/** Returns how many more rejected samples the database may keep. */
export function roomForRejects(
  { rejectRows, rejectBytes }: KeptRejects,
): number {
  if (rejectBytes >= MAX_REJECT_BYTES) return 0;
  return Math.max(0, MAX_REJECT_ROWS - rejectRows);
}
