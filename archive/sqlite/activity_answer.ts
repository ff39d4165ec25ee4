/**
 * Who sent what to an experiment, as far as it is counted.
 *
 * @module
 */
import { unixTime } from "../../shared/unix_time.ts";
import type { Activity, ConversionTotal, RejectTotal } from "../activity.ts";
import type { Deadline } from "../deadline.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";
import { readConversionTotals, readRejectTotals } from "./read_rejects.ts";
import type { RowCounts } from "./row_counts.ts";
import type { SpareTime } from "../background/spare_time.ts";
import { addTail, readTail, type TableTail } from "./table_tail.ts";

/** Milliseconds of counting before the answer: small experiments are complete. */
const COUNTING_MS = 60;

/** Milliseconds for the ends of tables that are not counted yet. */
const TAILS_MS = 400;

/** What is counted, and where. */
export interface CountedContents {
  /** What the database contains. */
  readonly catalogue: Catalogue;
  /** What is counted of it. */
  readonly counts: RowCounts;
}

/** When the question is asked. */
export interface ActivityQuestion {
  /** Limits the time. */
  readonly deadline: Deadline;
  /** Whether there is load. */
  readonly spareTime: SpareTime;
}

/** What is found, at whatever time it is shown. */
export interface FoundActivity extends CountedContents {
  /** Rejected samples. */
  readonly rejects: readonly RejectTotal[];
  /** Converted values. */
  readonly conversions: readonly ConversionTotal[];
  /** Whether all rows are counted. */
  readonly isComplete: boolean;
  /** What the last rows show that are not counted. */
  readonly tails: readonly TableTail[];
}

/** Counts what it can in a short time. */
export async function findActivity(
  database: ReadDatabase,
  { catalogue, counts }: CountedContents,
  { deadline, spareTime }: ActivityQuestion,
): Promise<FoundActivity> {
  const countingMs = spareTime.isLoaded ? 0 : COUNTING_MS;
  await counts.count(database, catalogue, async () => {
    await deadline.turn();
    return deadline.spentMs < countingMs;
  });
  counts.look(database, catalogue);
  const { covered, uncounted } = counts.cells(catalogue, 0);
  const now = nowOf(catalogue, currentTime());
  const { senders } = catalogue;
  const tails: TableTail[] = [];
  const until = deadline.spentMs + TAILS_MS;
  for (const each of uncounted) {
    if (deadline.spentMs >= until) break;
    tails.push(readTail(database, { uncounted: each, senders, now }));
    await deadline.turn();
  }
  return {
    ...{ catalogue, counts, tails },
    rejects: readRejectTotals(database, catalogue),
    conversions: readConversionTotals(database, catalogue),
    isComplete: covered === 1,
  };
}

/** What was found, as it is now. */
export function showActivity(
  { catalogue, counts, tails, rejects, conversions }: FoundActivity,
): Activity {
  const time = currentTime();
  const { cells, covered } = counts.cells(catalogue, nowOf(catalogue, time));
  return {
    ...{ time, covered, rejects, conversions },
    cells: tails.reduce(addTail, cells),
  };
}

/** UNIX seconds. */
function currentTime(): number {
  return unixTime(performance.now()) / 1000;
}

function nowOf({ startTime = 0 }: Catalogue, time: number): number {
  return time - startTime;
}
