/**
 * Senders that stored nothing, and such as ended or began apart from the
 * others.
 *
 * @module
 */
import { formatSpan } from "../../web/format/times.ts";
import { typicalInterval } from "../digest/typical_interval.ts";
import type { CellReport, Finding, SenderReport } from "../report.ts";
import { type CellEvidence, type Evidence, finding } from "./evidence.ts";

/** Seconds that the ends of senders may always differ by. */
const LEAST_SECONDS = 10;

/** They may differ by this many times what they usually do, */
const TIMES_OTHERS = 5;

/** and by what is no exceptional silence, or this many usual intervals. */
const USUAL_INTERVALS = 5;

/** Silent senders and tables, early ends and late starts. */
export function presenceFindings(evidence: Evidence): Finding[] {
  return [
    ...silentSenders(evidence),
    ...silentCells(evidence),
    ...earlyEnds(evidence),
    ...lateStarts(evidence),
    ...emptyTables(evidence),
  ];
}

function silentSenders({ senders }: Evidence): Finding[] {
  return senders.filter(({ cells }) => cells.length === 0)
    .map(({ sender, rejects }) => {
      const text = rejects.length === 0
        ? "no tuple is stored"
        : "no tuple is stored, all samples were rejected";
      return finding({
        ...{ kind: "no tuples", severity: "missing", sender, text },
      });
    });
}

/**
 * Tables in which a sender has nothing, but most of its peers have: those that
 * share a table with it. Senders with another task have other tables.
 */
function silentCells({ senders, tables }: Evidence): Finding[] {
  const own = new Map(
    senders.filter(({ cells }) => cells.length > 0).map((
      { sender, cells },
    ) => [sender, new Set(cells.map(({ table }) => table))]),
  );
  const names = tables.filter(({ tuples }) => tuples > 0);
  const groups = groupsOf(own);
  return [...own].flatMap(([sender, has]) => {
    const peers = groups.filter((group) => !group.tables.isDisjointFrom(has));
    const all = sum(peers) - 1;
    return names.filter(({ table }) => !has.has(table))
      .flatMap(({ table }) => {
        const others = sum(peers.filter((group) => group.tables.has(table)));
        if (others <= all / 2) return [];
        const text = `no tuple is stored; ${others} of ${all} others have some`;
        return [finding({
          ...{ kind: "no tuples in table", severity: "missing" },
          ...{ sender, table, text },
        })];
      });
  });
}

/** Senders with the same tables. */
interface Group {
  readonly tables: ReadonlySet<string>;
  size: number;
}

function groupsOf(own: ReadonlyMap<string, ReadonlySet<string>>): Group[] {
  const groups = new Map<string, Group>();
  for (const tables of own.values()) {
    const key = JSON.stringify([...tables].sort());
    const group = groups.get(key) ?? { tables, size: 0 };
    group.size++;
    groups.set(key, group);
  }
  return [...groups.values()];
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, { size }) => total + size, 0);
}

/** When a cell ends, or begins. */
type EndOf = (cell: CellReport) => number | null;

/** Senders whose last tuple is long before that of the others in its tables. */
function earlyEnds({ senders, cells, moments }: Evidence): Finding[] {
  return endsApart(senders, cells, ({ last }) => last)
    .map(({ sender, table, time, others, isRegular }) =>
      finding({
        ...{ kind: "early end", sender, table },
        severity: isRegular ? "missing" : "note",
        ...{ from: time, to: others },
        text: `silent since ${moments.at(time)}, ${
          formatSpan(others - time)
        } before the others end`,
      })
    );
}

function lateStarts({ senders, cells, moments }: Evidence): Finding[] {
  // Seen backwards in time, a start is an end.
  return endsApart(
    senders,
    cells,
    ({ first }) => first === null ? null : -first,
  )
    .map(({ sender, table, time, others }) =>
      finding({
        ...{ kind: "late start", severity: "note", sender, table },
        ...{ from: -others, to: -time },
        text: `begins at ${moments.at(-time)}, ${
          formatSpan(others - time)
        } after the others`,
      })
    );
}

/** An end that is apart from those of others. */
interface Apart {
  readonly sender: string;
  /** Name of the table; `null` for all tables of the sender. */
  readonly table: string | null;
  /** Its time. */
  readonly time: number;
  /** When at least half of the others ended. */
  readonly others: number;
  /** Whether its end can't be a silence: not so at irregular times. */
  readonly isRegular: boolean;
}

/** Ends long before those of others; one for a sender that has ended at all. */
function endsApart(
  senders: readonly SenderReport[],
  cells: readonly CellEvidence[],
  endOf: EndOf,
): Apart[] {
  const tables = Map.groupBy(cells, ({ cell }) => cell.table);
  const apart = Map.groupBy(
    [...tables].flatMap(([table, peers]) => apartIn(table, peers, endOf)),
    ({ sender }) => sender,
  );
  return senders.flatMap(({ sender, cells }) => {
    const own = apart.get(sender);
    if (own === undefined) return [];
    const others = own.map((each) => each.others)
      .reduce((a, b) => Math.max(a, b));
    const time = cells.flatMap((cell) => endOf(cell) ?? [])
      .reduce((a, b) => Math.max(a, b));
    const isRegular = own.every((each) => each.isRegular);
    return others - time > LEAST_SECONDS
      ? [{ sender, table: null, time, others, isRegular }]
      : own;
  });
}

/** The cells of a table that end long before half of the others do. */
function apartIn(
  table: string,
  peers: readonly CellEvidence[],
  endOf: EndOf,
): Apart[] {
  const ends = peers.flatMap(({ cell }) => endOf(cell) ?? [])
    .sort((a, b) => a - b);
  if (ends.length < 2) return [];
  const others = ends[Math.floor(ends.length / 2)];
  const distances = ends.map((end) => Math.abs(end - others))
    .sort((a, b) => a - b);
  const usual = distances[Math.floor((ends.length - 1) / 2)];
  const typical = typicalInterval(peers.map(({ cell }) => cell));
  return peers.flatMap(({ sender, cell, digest }) => {
    const time = endOf(cell);
    const { limit, isRegular } = digest.silences;
    const most = Math.max(
      ...[LEAST_SECONDS, TIMES_OTHERS * usual],
      limit ?? USUAL_INTERVALS * (cell.usualInterval ?? typical),
    );
    if (time === null || others - time <= most) return [];
    // Of few tuples it is not known, but the others went on.
    const mayBeSilent = limit !== undefined && !isRegular;
    return [{ sender, table, time, others, isRegular: !mayBeSilent }];
  });
}

function emptyTables({ tables }: Evidence): Finding[] {
  return tables.filter(({ tuples }) => tuples === 0).map(({ table }) => {
    const text = "no tuple is stored, by nobody";
    return finding({ kind: "empty table", severity: "note", table, text });
  });
}
