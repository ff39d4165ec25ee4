/**
 * The rejected samples.
 *
 * @module
 */
import {
  formatCount,
  formatNumber,
  UNKNOWN,
} from "../../web/format/numbers.ts";
import type { RejectReport, Report } from "../report.ts";
import { Moments } from "../words/moments.ts";
import { tableSection } from "./framed_table.ts";
import { type Markup, markup } from "./markup.ts";

/** A line for each sender and reason; nothing without any. */
export function rejectsSection(report: Report): Markup {
  const { senders, totals } = report;
  if (totals.rejected === 0) return markup``;
  const moments = new Moments(report.startTime, totals.first);
  return tableSection({
    title: "Rejected samples",
    note: formatNumber(totals.rejected, "sample"),
    ...{ name: "findings", noun: "reason" },
    columns: [
      { name: "severity", title: "Samples" },
      { name: "where", title: "Sender" },
      { name: "where", title: "When" },
      { name: "what", title: "Reason" },
    ],
    rows: senders.flatMap(({ sender, rejects }) =>
      rejects.map((each) => ({
        cells: [
          formatCount(each.count),
          markup`<b>${sender}</b>`,
          when(each, moments),
          each.reason,
        ],
      }))
    ),
  });
}

function when({ first, last }: RejectReport, moments: Moments): string {
  if (first === null || last === null) return UNKNOWN;
  return moments.at(first) === moments.at(last)
    ? moments.at(first)
    : `${moments.at(first).replace(/ UTC$/, "")} to ${moments.at(last)}`;
}
