/**
 * How much a database keeps of rejected samples; beyond that it only counts
 * them.
 *
 * @module
 */

/** Bytes kept of each rejected sample. */
export const KEPT_REJECT_BYTES = 4096;

/** Rows in a database at which keeping ends; counting goes on. */
const MAX_REJECT_ROWS = 10_000;
/** Raw bytes in a database at which keeping ends. */
const MAX_REJECT_BYTES: number = 64 * 1024 * 1024;

/** What the reject table of a database holds. */
export interface KeptRejects {
  /** Its rows. */
  readonly rejectRows: number;
  /** Their raw bytes. */
  readonly rejectBytes: number;
}

/** How many more rejected samples a database that keeps so many may keep. */
export function roomForRejects(
  { rejectRows, rejectBytes }: KeptRejects,
): number {
  if (rejectBytes >= MAX_REJECT_BYTES) return 0;
  return Math.max(0, MAX_REJECT_ROWS - rejectRows);
}
