/**
 * Compares the numbers of rejected samples and of converted values.
 *
 * @module
 */
import type { StoredExperiment } from "../stored/stored.ts";
import type { CountDifference } from "./report.ts";
import type { Both } from "./tuple.ts";

/** A number of one experiment. */
type Count = Omit<CountDifference, "a" | "b"> & { readonly count: number };

/**
 * The numbers that differ, by sender, and by reason.
 *
 * @throws {ArchiveError} if one can't be read.
 */
export async function compareCounts(
  { a, b }: Both<StoredExperiment>,
): Promise<CountDifference[]> {
  const [ours, others] = [await countsOf(a), await countsOf(b)];
  const all = new Map([...others, ...ours]);
  return [...all].flatMap(([id, { count: _, ...what }]) => {
    const both = {
      a: ours.get(id)?.count ?? 0,
      b: others.get(id)?.count ?? 0,
    };
    return both.a === both.b ? [] : [{ ...what, ...both }];
  });
}

/** The numbers, by what they count. */
async function countsOf(
  experiment: StoredExperiment,
): Promise<Map<string, Count>> {
  const rejected = await experiment.rejectTotals();
  const converted = await experiment.conversionTotals();
  const counts: readonly Count[] = [
    ...rejected.map((each): Count => ({ what: "rejected samples", ...each })),
    ...converted.map((each): Count => ({ what: "converted values", ...each })),
  ];
  return new Map(counts.map((count) => [identity(count), count]));
}

function identity({ what, sender, reason }: Count): string {
  return JSON.stringify([what, sender, reason ?? null]);
}
