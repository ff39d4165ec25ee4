/**
 * Rejected samples that are loaded bit by bit.
 *
 * @module
 */
import type { RejectedSample } from "../../archive/rows.ts";

/**
 * The samples that are known, the latest first, together with the latest ones.
 * If so many came that there may be others in between, only the latest are
 * left: a list must not hide that something is missing.
 */
export function withLatest(
  known: readonly RejectedSample[],
  latest: readonly RejectedSample[],
): readonly RejectedSample[] {
  const oldest = latest.at(-1);
  const newest = known[0];
  if (oldest === undefined || newest === undefined) return latest;
  return oldest.id > newest.id
    ? latest
    : [...latest, ...known.filter(({ id }) => id < oldest.id)];
}

/** The samples that are known, followed by older ones. */
export function withOlder(
  known: readonly RejectedSample[],
  older: readonly RejectedSample[],
): readonly RejectedSample[] {
  const last = known.at(-1)?.id ?? Infinity;
  return [...known, ...older.filter(({ id }) => id < last)];
}
