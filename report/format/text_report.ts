/**
 * A report as text, for terminals and mail.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import { type Column, textTable } from "../../shared/text_table.ts";
import {
  formatCount,
  formatNumber,
  formatOffset,
  formatRate,
  UNKNOWN,
} from "../../web/format/numbers.ts";
import { formatSpan } from "../../web/format/times.ts";
import type {
  CellReport,
  ClockReport,
  Report,
  SilenceReport,
} from "../report.ts";
import { sizeOf } from "../verdict.ts";
import { formatDrift, formatSpread } from "../words/drift.ts";
import { partsOf, slotsFor } from "../words/sparkline.ts";
import { Moments } from "../words/moments.ts";
import { sparkText } from "./spark_text.ts";

/** Maximum number of lines in a table; those with faults come first. */
const MOST_LINES = 40;

/** Maximum number of characters of a name, and of a reason or finding. */
const MOST_NAME = 40;
const MOST_TEXT = 400;

/** The report; each part follows an empty line. */
export function textReport(report: Report): string {
  const moments = new Moments(report.startTime, report.totals.first);
  return [
    `${name(report.experiment)}: ${
      quoteText(report.verdict.text, MOST_TEXT)
    }\n`,
    facts(report, moments),
    findings(report),
    ...report.tables.map(({ table }) => rows(report, table, moments)),
    rejects(report, moments),
    clocks(report),
  ].filter((part) => part !== "").join("\n");
}

function facts(report: Report, moments: Moments): string {
  const { place, totals } = report;
  const { first, last } = totals;
  const when = first === null || last === null
    ? ""
    : `${moments.whole(first)} to ${moments.at(last)} (${
      formatSpan(last - first)
    }): `;
  return `${quoteText(place, MOST_TEXT)}\n${when}${sizeOf(totals)}\n`;
}

function findings({ findings }: Report): string {
  const lines = findings.map(({ severity, sender, table, text }) => [
    severity.toUpperCase(),
    sender === null ? "" : name(sender),
    table === null ? "" : name(table),
    quoteText(text, MOST_TEXT),
  ]);
  const titles = ["FINDING", "SENDER", "TABLE", ""];
  return cut(titles.map((title) => ({ title })), lines);
}

function rows(report: Report, table: string, moments: Moments): string {
  const own = report.senders.flatMap(({ sender, cells }) =>
    cells.filter((cell) => cell.table === table)
      .map((cell) => ({ sender, cell }))
  );
  const suspects = suspectsOf(report);
  const sorted = own.toSorted((a, b) =>
    Number(suspects.has(b.sender)) - Number(suspects.has(a.sender))
  );
  const tuples = own.reduce((sum, { cell }) => sum + cell.tuples, 0);
  const title = `${name(table)}: ${formatNumber(tuples, "tuple")} of ${
    formatNumber(own.length, "sender")
  }\n`;
  const columns = [
    { title: "SENDER" },
    { title: "TUPLES OVER TIME" },
    ...["TUPLES", "RATE", "FROM", "TO", "MISSING", "TWICE"].map(figure),
    { title: "LONGEST SILENCE" },
  ];
  return title + cut(
    columns,
    sorted.map(({ sender, cell }) => [
      name(sender),
      spark(cell, report),
      formatCount(cell.tuples),
      cell.rate === null ? UNKNOWN : formatRate(cell.rate),
      ...times(cell, moments),
      formatCount(cell.missing),
      formatCount(cell.duplicates),
      silence(cell.longestSilence, moments),
    ]),
  );
}

function spark(
  { rates, usualInterval }: CellReport,
  { axis, totals }: Report,
): string {
  if (axis === null) return "";
  const slots = slotsFor(usualInterval, axis);
  return sparkText(rates, { slots, parts: partsOf(axis, totals) });
}

function times({ first, last }: CellReport, moments: Moments): string[] {
  return [first, last].map((time) =>
    time === null ? UNKNOWN : moments.at(time).replace(/ UTC$/, "")
  );
}

function silence(found: SilenceReport | null, moments: Moments): string {
  return found === null
    ? UNKNOWN
    : `${formatSpan(found.seconds)} from ${moments.at(found.from)}`;
}

function rejects({ senders }: Report, moments: Moments): string {
  const columns = [
    { title: "REJECTED SAMPLES OF" },
    figure("COUNT"),
    figure("FROM"),
    figure("TO"),
    { title: "REASON" },
  ];
  const at = (time: number | null) =>
    time === null ? UNKNOWN : moments.at(time).replace(/ UTC$/, "");
  return cut(
    columns,
    senders.flatMap(({ sender, rejects }) =>
      rejects.map(({ reason, count, first, last }) => [
        name(sender),
        formatCount(count),
        at(first),
        at(last),
        quoteText(reason, MOST_TEXT),
      ])
    ),
  );
}

function clocks(report: Report): string {
  const columns = [
    { title: "CLOCK OF" },
    figure("OFFSET"),
    figure("± ABOUT"),
    { title: "DRIFT (99 % CONFIDENCE)" },
  ];
  const suspects = suspectsOf(report);
  const known = report.senders.flatMap(({ sender, clock }) =>
    clock === null ? [] : [{ sender, clock }]
  ).toSorted((a, b) =>
    Number(suspects.has(b.sender)) - Number(suspects.has(a.sender))
  );
  return cut(
    columns,
    known.map(({ sender, clock }) => [
      name(sender),
      clock.isReplayed ? UNKNOWN : formatOffset(clock.offset),
      clock.isReplayed ? UNKNOWN : formatSpread(clock.spread),
      drift(clock),
    ]),
  );
}

function drift({ drift, step, isReplayed }: ClockReport): string {
  if (isReplayed) return "not known: tuples arrived at another pace";
  if (step !== null) return `set by ${formatOffset(step.seconds)}`;
  return drift === null ? "too few tuples" : formatDrift(drift);
}

function suspectsOf({ findings }: Report): ReadonlySet<string | null> {
  return new Set(
    findings.filter(({ severity }) => severity !== "note")
      .map(({ sender }) => sender),
  );
}

function name(text: string): string {
  return quoteText(text, MOST_NAME);
}

function figure(title: string): Column {
  return { title, isNumber: true };
}

function cut(
  columns: readonly Column[],
  lines: readonly (readonly string[])[],
): string {
  if (lines.length === 0) return "";
  const shown = textTable(columns, lines.slice(0, MOST_LINES));
  const more = lines.length - MOST_LINES;
  return more > 0
    ? `${shown}(${formatCount(more)} more: use --format html or json)\n`
    : shown;
}
