/**
 * Puts a report together from what was counted.
 *
 * @module
 */
import type { ConversionTotal, RejectTotal } from "../archive/activity.ts";
import type { SenderNames } from "../archive/sender_names.ts";
import type { StoredExperiment } from "../stored/stored.ts";
import { estimateClock, spareForClocks } from "./clock/estimate_clock.ts";
import { cellReport } from "./digest/cell_report.ts";
import type { ExperimentDigest } from "./digest/experiment_digest.ts";
import type { RejectTimes } from "./digest/reject_times.ts";
import type { CellEvidence } from "./findings/evidence.ts";
import { findAll } from "./findings/findings.ts";
import type {
  Axis,
  RejectReport,
  Report,
  SenderReport,
  TableReport,
  Totals,
} from "./report.ts";
import { judge } from "./verdict.ts";
import { Moments } from "./words/moments.ts";

/** What was counted of an experiment. */
export interface Counted {
  /** What it consists of. */
  readonly experiment: Pick<StoredExperiment, "name" | "place" | "description">;
  /** The names of the senders. */
  readonly names: SenderNames;
  /** When the report is made, UNIX seconds. */
  readonly time: number;
  /** All rows. */
  readonly digest: ExperimentDigest;
  /** All rejected samples that are kept. */
  readonly rejectTimes: RejectTimes;
  /** The numbers of rejected samples. */
  readonly rejects: readonly RejectTotal[];
  /** The numbers of converted values. */
  readonly conversions: readonly ConversionTotal[];
}

/** The report. */
export function assemble(counted: Counted): Report {
  const { experiment, time: reportTime, digest } = counted;
  const { name, place, description } = experiment;
  const { startTime = null } = description;
  const cells = cellsOf(counted);
  const senders = sendersOf(counted, cells);
  const tables = description.tables.map(({ name }) => tableOf(name, cells));
  const totals = totalsOf(senders, tables);
  const moments = new Moments(startTime, totals.first);
  const findings = findAll({ senders, tables, cells, moments });
  return {
    ...{ experiment: name, place, startTime, reportTime },
    verdict: judge({ totals, findings, senders, moments }),
    totals,
    axis: axisOf(digest),
    ...{ findings, tables, senders },
  };
}

function cellsOf({ experiment, names, digest }: Counted): CellEvidence[] {
  const { tables } = experiment.description;
  return tables.flatMap(({ name: table }) =>
    [...digest.cells(table)].map(([id, cell]) => ({
      ...{ sender: names.name(id), digest: cell },
      cell: cellReport(table, cell),
    }))
  );
}

/** The known senders by number, then those that only rows or rejects have. */
function sendersOf(
  { names, rejectTimes, rejects, conversions }: Counted,
  cells: readonly CellEvidence[],
): SenderReport[] {
  const own = Map.groupBy(cells, ({ sender }) => sender);
  const rejected = Map.groupBy(rejects, ({ sender }) => sender);
  const converted = new Map(
    conversions.map(({ sender, count }) => [sender, count]),
  );
  const all = new Set([
    ...names.all.map(({ name }) => name),
    ...own.keys(),
    ...rejected.keys(),
    ...converted.keys(),
  ]);
  const spare = spareForClocks();
  return [...all].map((sender) => {
    const cells = own.get(sender) ?? [];
    const fastest = cells.at(0)?.digest.clock.list() ?? [];
    return {
      sender,
      cells: cells.map(({ cell }) => cell),
      rejects: (rejected.get(sender) ?? []).map((each) =>
        rejectOf(each, rejectTimes)
      ),
      converted: converted.get(sender) ?? 0,
      clock: estimateClock(fastest, spare) ?? null,
    };
  });
}

function rejectOf(
  { sender, reason, count }: RejectTotal,
  times: RejectTimes,
): RejectReport {
  const { first = null, last = null } = times.of(sender, reason) ?? {};
  return { reason, count, first, last };
}

function tableOf(table: string, cells: readonly CellEvidence[]): TableReport {
  const own = cells.filter(({ cell }) => cell.table === table);
  const tuples = own.reduce((sum, { cell }) => sum + cell.tuples, 0);
  return { table, tuples, senders: own.length };
}

function totalsOf(
  senders: readonly SenderReport[],
  tables: readonly TableReport[],
): Totals {
  const cells = senders.flatMap(({ cells }) => cells);
  const rejects = senders.flatMap(({ rejects }) => rejects);
  const firsts = cells.flatMap(({ first }) => first ?? []);
  const lasts = cells.flatMap(({ last }) => last ?? []);
  return {
    senders: senders.length,
    tables: tables.length,
    tuples: sum(cells, ({ tuples }) => tuples),
    missing: sum(
      cells,
      ({ missing, firstSeq }) => missing + Math.max(0, firstSeq - 1),
    ),
    duplicates: sum(cells, ({ duplicates }) => duplicates),
    rejected: sum(rejects, ({ count }) => count),
    converted: sum(senders, ({ converted }) => converted),
    first: firsts.length === 0 ? null : firsts.reduce((a, b) => Math.min(a, b)),
    last: lasts.length === 0 ? null : lasts.reduce((a, b) => Math.max(a, b)),
  };
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

function axisOf({ scale }: ExperimentDigest): Axis | null {
  const { width: slotSeconds, first, used: slots } = scale;
  if (slots === 0) return null;
  return { from: first * slotSeconds, slotSeconds, slots };
}
