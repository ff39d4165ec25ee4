/**
 * What is usual for several senders.
 *
 * @module
 */
import type { CellReport } from "../report.ts";

/** The median of the usual intervals in seconds; 0 if none is known. */
export function typicalInterval(
  cells: readonly Pick<CellReport, "usualInterval">[],
): number {
  const known = cells.flatMap(({ usualInterval }) => usualInterval ?? [])
    .sort((a, b) => a - b);
  return known.at(known.length / 2) ?? 0;
}
