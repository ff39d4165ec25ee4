/**
 * The senders of a measurement table.
 *
 * @module
 */
import {
  formatCount,
  formatNumber,
  formatRate,
  UNKNOWN,
} from "../../web/format/numbers.ts";
import { formatSpan } from "../../web/format/times.ts";
import type {
  CellReport,
  Finding,
  Report,
  Severity,
  TableReport,
} from "../report.ts";
import { Moments } from "../words/moments.ts";
import { type Column, type Row, tableSection } from "./framed_table.ts";
import { glyph } from "./glyph.ts";
import { lane } from "./lane.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";
import type { TimeAxis } from "./time_axis.ts";

const RANKS: Readonly<Record<Severity, number>> = {
  missing: 0,
  wrong: 1,
  note: 2,
};

/** One sender in the table. */
interface Sent {
  readonly sender: string;
  readonly cell: CellReport;
  /** What was found of it, in this table or in all. */
  readonly findings: readonly Finding[];
}

/** A section for a table: a line for each sender, those with faults first. */
export function sendersSection(
  report: Report,
  { table, tuples, senders }: TableReport,
  time: TimeAxis,
): Markup {
  if (tuples === 0) return markup``;
  const moments = new Moments(report.startTime, report.totals.first);
  return tableSection({
    title: table,
    note: `${formatNumber(tuples, "tuple")} of ${
      formatNumber(senders, "sender")
    }`,
    ...{ name: "lanes", noun: "sender" },
    columns: columnsOf(report, moments),
    rows: faultsFirst(sentTo(report, table))
      .map((sent) => row(sent, time, moments)),
  });
}

function columnsOf({ totals }: Report, moments: Moments): Column[] {
  const [first, last] = [totals.first, totals.last].map((time) =>
    time === null ? "" : moments.at(time)
  );
  return [
    { name: "who", title: "Sender" },
    {
      name: "wide",
      title:
        markup`<span class="ends"><span>${first}</span> <span>${last}</span></span>`,
    },
    { name: "figure count", title: "Tuples", label: "tuples" },
    { name: "figure rate", title: "Rate", label: "rate" },
    { name: "figure few", title: "Missing", label: "missing" },
    { name: "figure few", title: "Twice", label: "twice" },
    {
      ...{ name: "figure span", title: "Longest silence" },
      label: "longest silence",
    },
  ];
}

function sentTo({ senders, findings }: Report, table: string): Sent[] {
  const bySender = Map.groupBy(findings, ({ sender }) => sender);
  return senders.flatMap(({ sender, cells }) => {
    const cell = cells.find((each) => each.table === table);
    const own = (bySender.get(sender) ?? []).filter((each) =>
      each.table === null || each.table === table
    );
    return cell === undefined ? [] : [{ sender, cell, findings: own }];
  });
}

/** The worst finding of a sender: they are in this order. */
function worstOf({ findings }: Sent): Severity {
  return findings.at(0)?.severity ?? "note";
}

function faultsFirst(sent: readonly Sent[]): Sent[] {
  return sent.toSorted((a, b) => RANKS[worstOf(a)] - RANKS[worstOf(b)]);
}

function row(sent: Sent, time: TimeAxis, moments: Moments): Row {
  const { sender, cell, findings } = sent;
  const { tuples, rate, missing, duplicates } = cell;
  const worst = worstOf(sent);
  return {
    cells: [
      [worst === "note" ? "" : glyph(worst), sender],
      lane(cell, findings, time),
      formatCount(tuples),
      rate === null ? UNKNOWN : formatRate(rate),
      formatCount(missing),
      formatCount(duplicates),
      silence(cell, moments),
    ],
    tones: [
      ...[undefined, undefined, undefined, undefined],
      missing > 0 ? "bad" : undefined,
      duplicates > 0 ? "warn" : undefined,
    ],
  };
}

function silence(
  { longestSilence }: CellReport,
  moments: Moments,
): MarkupValue {
  if (longestSilence === null) return UNKNOWN;
  const { seconds, from } = longestSilence;
  return markup`${formatSpan(seconds)} <span class="small muted">at ${
    moments.at(from).replace(/ UTC$/, "")
  }</span>`;
}
