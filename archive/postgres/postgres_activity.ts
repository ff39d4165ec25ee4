/**
 * Who sent what to an experiment, as far as it is counted.
 *
 * @module
 */
import type { SpareTime } from "../background/spare_time.ts";
import type { Activity, ActivityCell } from "../activity.ts";
import type { Deadline } from "../deadline.ts";
import { RATE_SECONDS } from "../digest/recent_rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { PostgresCatalogue } from "./postgres_catalogue.ts";
import type { PostgresCounts, Uncounted } from "./postgres_counts.ts";
import type { PostgresReader } from "./postgres_reader.ts";
import { readConversionTotals, readRejectTotals } from "./postgres_rejects.ts";

/** Milliseconds of counting before the answer: small experiments are complete. */
const COUNTING_MS = 100;

/** Milliseconds for the ends of tables that are not counted yet. */
const TAILS_MS = 400;

/** Ids at the end of a table that are looked at. */
const TAIL_IDS = 50_000;

/** What is counted, and where. */
export interface CountedContents {
  /** The connection. */
  readonly reader: PostgresReader;
  /** What the database contains. */
  readonly catalogue: PostgresCatalogue;
  /** What is counted of it. */
  readonly counts: PostgresCounts;
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
  { reader, catalogue, counts }: CountedContents,
  { time, deadline, spareTime }: ActivityQuestion,
): Promise<Activity> {
  const { senders, startTime = 0 } = catalogue;
  const now = time - startTime;
  const countingMs = spareTime.isLoaded ? 0 : COUNTING_MS;
  const goOn = () => Promise.resolve(deadline.spentMs < countingMs);
  await counts.count(reader, catalogue, { now, goOn });
  const { covered, uncounted, ...counted } = await counts.cells(
    ...[reader, catalogue, now] as const,
  );
  let cells = counted.cells;
  const until = deadline.spentMs + TAILS_MS;
  for (const each of uncounted) {
    if (deadline.spentMs >= until) break;
    const tails = await readTails(reader, each, { senders, now });
    cells = withTails(cells, each.table.name, tails);
  }
  return {
    ...{ time, covered, cells },
    rejects: await readRejectTotals(reader, catalogue),
    conversions: await readConversionTotals(reader, catalogue),
  };
}

/** What the last rows of a sender show. */
type SenderTail = Pick<ActivityCell, "lastSeq" | "last" | "rate">;

/** The senders of the last rows of a table, by name. */
async function readTails(
  reader: PostgresReader,
  { table, ids }: Uncounted,
  { senders, now }: { readonly senders: SenderNames; readonly now: number },
): Promise<Map<string, SenderTail>> {
  const rows = await reader.query(
    `SELECT oml_sender_id AS sender, max(oml_seq)::float8 AS seq,
      min(oml_ts_server) AS first, max(oml_ts_server) AS last,
      count(*) FILTER (WHERE oml_ts_server > $3::float8)::float8 AS lately
    FROM ${table.sql} WHERE oml_tuple_id BETWEEN $1 AND $2
      AND abs(oml_ts_server) < 'Infinity' GROUP BY 1`,
    [ids.to - TAIL_IDS, ids.to, now - RATE_SECONDS],
  );
  // They may be the rows of less than the seconds of a rate.
  const first = Math.min(...rows.map((row) => Number(row.first)));
  const seconds = Math.max(1, Math.min(RATE_SECONDS, now - first));
  return new Map(rows.map(({ sender, seq, last, lately }) => [
    senders.name(Number(sender)),
    {
      lastSeq: Number(seq),
      last: Number(last),
      rate: Number(lately) / seconds,
    },
  ]));
}

/** Completes the cells of a table, and adds those of other senders. */
function withTails(
  cells: readonly ActivityCell[],
  table: string,
  tails: Map<string, SenderTail>,
): ActivityCell[] {
  const completed = cells.map((cell) => {
    const tail = cell.table === table ? tails.get(cell.sender) : undefined;
    if (tail === undefined) return cell;
    tails.delete(cell.sender);
    return {
      ...cell,
      lastSeq: Math.max(cell.lastSeq, tail.lastSeq),
      last: Math.max(cell.last, tail.last),
      rate: tail.rate,
    };
  });
  const others = [...tails].map(([sender, tail]) => ({
    ...{ sender, table, tuples: 1, firstSeq: tail.lastSeq, gaps: 0 },
    ...{ duplicates: 0, first: tail.last, longestSilence: 0, clockOffset: 0 },
    ...tail,
  }));
  return [...completed, ...others];
}
