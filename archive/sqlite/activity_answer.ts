/**
 * Who sent what to an experiment, as far as it is counted.
 *
 * @module
 */
import type { Activity, ActivityCell } from "../activity.ts";
import type { Deadline } from "../deadline.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";
import { readConversionTotals, readRejectTotals } from "./read_rejects.ts";
import type { RowCounts } from "./row_counts.ts";
import type { SpareTime } from "../background/spare_time.ts";
import { addTail } from "./table_tail.ts";

/** Milliseconds of counting before the answer: small experiments are complete. */
const COUNTING_MS = 60;

/** Milliseconds for the ends of tables that are not counted yet. */
const TAILS_MS = 400;

/** What is counted, and where. */
export interface CountedContents {
  /** The connection. */
  readonly database: ReadDatabase;
  /** What the database contains. */
  readonly catalogue: Catalogue;
  /** What is counted of it. */
  readonly counts: RowCounts;
}

/** When the question is asked. */
export interface ActivityQuestion {
  /** UNIX seconds. */
  readonly time: number;
  /** Limits the time. */
  readonly deadline: Deadline;
  /** Whether there is load. */
  readonly spareTime: SpareTime;
}

/** Counts what it can in a short time, and answers. */
export async function readActivity(
  { database, catalogue, counts }: CountedContents,
  { time, deadline, spareTime }: ActivityQuestion,
): Promise<Activity> {
  const countingMs = spareTime.isLoaded ? 0 : COUNTING_MS;
  await counts.count(database, catalogue, async () => {
    await deadline.turn();
    return deadline.spentMs < countingMs;
  });
  const { senders, startTime = 0 } = catalogue;
  const now = time - startTime;
  const { covered, uncounted, ...counted } = counts.cells(
    ...[database, catalogue, now] as const,
  );
  let cells: readonly ActivityCell[] = counted.cells;
  const until = deadline.spentMs + TAILS_MS;
  for (const each of uncounted) {
    if (deadline.spentMs >= until) break;
    cells = addTail(cells, database, { uncounted: each, senders, now });
    await deadline.turn();
  }
  return {
    time,
    covered,
    cells,
    rejects: readRejectTotals(database, catalogue),
    conversions: readConversionTotals(database, catalogue),
  };
}
