/**
 * The matrix of senders and tables.
 *
 * @module
 */
import type { ActivityCell } from "../../archive/activity.ts";
import type { ExperimentDescription } from "../../archive/archive.ts";
import type { ActivityAnswer } from "../api/answers.ts";
import { byName } from "../format/lists.ts";
import { type Pulse, pulseOf, silenceLimit } from "./pulse.ts";

/** One sender in one table. */
export interface MatrixCell extends ActivityCell {
  /** Whether it still sends. */
  readonly pulse: Pulse;
  /** When its last tuple was received, UNIX seconds; unset if unknown. */
  readonly lastTuple?: number;
  /** Seconds after which it is silent; unset if unknown. */
  readonly limit?: number;
}

/** One sender. */
export interface MatrixRow {
  /** Its name. */
  readonly sender: string;
  /** `partly`: silent in some of its tables. */
  readonly pulse: Pulse | "partly";
  /** Its cells, in the order of the tables; unset where it sent nothing. */
  readonly cells: readonly (MatrixCell | undefined)[];
  /** Its tuples. */
  readonly tuples: number;
  /** Tuples per second. */
  readonly rate: number;
  /** When its last tuple was received, UNIX seconds; unset if unknown. */
  readonly lastTuple?: number;
  /** Missing sequence numbers. */
  readonly gaps: number;
  /** Tuples received twice. */
  readonly duplicates: number;
  /** Its rejected samples. */
  readonly rejects: number;
  /** Its converted values. */
  readonly conversions: number;
  /** How far its clock is ahead, in seconds; unset without tuples. */
  readonly clockOffset?: number;
  /** Whether it is connected; unset if that is not known. */
  readonly isConnected?: boolean;
}

/** What a sender does, in words. */
export const PULSE_TEXT: Readonly<Record<MatrixRow["pulse"], string>> = {
  sending: "sending",
  silent: "silent",
  partly: "silent in some tables",
  ended: "ended",
  once: "too few tuples to tell",
  counting: "being counted",
};

/** Senders and tables. */
export interface Matrix {
  /** Names of the tables. */
  readonly tables: readonly string[];
  /** The senders, by name. */
  readonly rows: readonly MatrixRow[];
  /** Whether the experiment is live. */
  readonly isLive: boolean;
  /** Whether it has clients; unset if that is not known. */
  readonly isOpen?: boolean;
  /** When the last tuple was received, UNIX seconds; unset if unknown. */
  readonly lastTuple?: number;
  /** Share of the rows that are counted. */
  readonly covered: number;
}

/** Seconds since the last tuple during which an experiment counts as live. */
const LIVE = 30;

/** While rows arrive there are always a few that are not counted yet. */
const COUNTED = 0.99;

/** Builds the matrix from what the API says. */
export function buildMatrix(
  description: Pick<ExperimentDescription, "startTime" | "senders" | "tables">,
  activity: ActivityAnswer,
): Matrix {
  const { startTime } = description;
  const { time: now, covered, clients } = activity;
  const last = startTime === undefined
    ? undefined
    : latest(activity.cells.map((cell) => startTime + cell.last));
  // Without a server only the rows tell whether someone is sending.
  const isLive = clients === undefined
    ? last !== undefined && now - last < LIVE ||
      activity.cells.some(({ rate }) => rate > 0)
    : clients.length > 0;
  const isCounted = covered >= COUNTED;
  const moment = { now, startTime, isLive, isCounted };
  const tables = unique([
    ...description.tables.map(({ name }) => name),
    ...activity.cells.map(({ table }) => table),
  ]);
  const senders = unique([
    ...description.senders.map(({ name }) => name),
    ...activity.cells.map(({ sender }) => sender),
    ...activity.rejects.map(({ sender }) => sender),
  ]);
  const connected = connectedSenders(activity);
  const cells = new Map(
    activity.cells.map((cell) => [key(cell.sender, cell.table), {
      ...cell,
      pulse: pulseOf(cell, {
        ...moment,
        isConnected: connected?.has(cell.sender),
      }),
      lastTuple: startTime === undefined ? undefined : startTime + cell.last,
      limit: silenceLimit(cell),
    }]),
  );
  const rejects = totals(activity.rejects);
  const conversions = totals(activity.conversions);
  return {
    tables,
    isLive,
    isOpen: clients === undefined ? undefined : clients.length > 0,
    lastTuple: last,
    covered,
    rows: senders.map((sender) =>
      rowOf(sender, tables.map((table) => cells.get(key(sender, table))), {
        rejects: rejects.get(sender) ?? 0,
        conversions: conversions.get(sender) ?? 0,
        isConnected: connected?.has(sender),
      })
    ),
  };
}

function rowOf(
  sender: string,
  cells: readonly (MatrixCell | undefined)[],
  rest: Pick<MatrixRow, "rejects" | "conversions" | "isConnected">,
): MatrixRow {
  const sent = cells.filter((cell) => cell !== undefined);
  const sum = (count: (cell: MatrixCell) => number) =>
    sent.reduce((total, cell) => total + count(cell), 0);
  return {
    ...rest,
    sender,
    cells,
    pulse: pulseOfAll(sent),
    tuples: sum(({ tuples }) => tuples),
    rate: sum(({ rate }) => rate),
    lastTuple: latest(
      sent.map(({ lastTuple }) => lastTuple).filter((each) =>
        each !== undefined
      ),
    ),
    gaps: sum(({ gaps }) => gaps),
    duplicates: sum(({ duplicates }) => duplicates),
    clockOffset: latest(sent.map(({ clockOffset }) => clockOffset)),
  };
}

function pulseOfAll(cells: readonly MatrixCell[]): MatrixRow["pulse"] {
  const pulses = new Set(cells.map(({ pulse }) => pulse));
  if (pulses.has("silent")) return pulses.has("sending") ? "partly" : "silent";
  for (const pulse of ["sending", "counting", "ended"] as const) {
    if (pulses.has(pulse)) return pulse;
  }
  return "once";
}

/** The senders that are connected; unset if the program has no clients. */
function connectedSenders(
  { clients }: ActivityAnswer,
): ReadonlySet<string> | undefined {
  // A client is `domain:sender:application`, and a sender may have colons.
  return clients === undefined ? undefined : new Set(
    clients.map(({ client, domain }) =>
      client.slice(domain.length + 1, client.lastIndexOf(":"))
    ),
  );
}

function totals(
  counts: readonly { readonly sender: string; readonly count: number }[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { sender, count } of counts) {
    sums.set(sender, (sums.get(sender) ?? 0) + count);
  }
  return sums;
}

function latest(values: readonly number[]): number | undefined {
  return values.length === 0
    ? undefined
    : values.reduce((a, b) => Math.max(a, b));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort(byName);
}

function key(sender: string, table: string): string {
  return JSON.stringify([sender, table]);
}
