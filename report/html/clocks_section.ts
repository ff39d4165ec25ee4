/**
 * The clocks of the senders.
 *
 * @module
 */
import { formatOffset, UNKNOWN } from "../../web/format/numbers.ts";
import type { ClockReport, Report } from "../report.ts";
import { formatDrift, formatSpread } from "../words/drift.ts";
import { type Row, tableSection } from "./framed_table.ts";
import { glyph } from "./glyph.ts";
import { type Markup, markup } from "./markup.ts";
import { offsetLane } from "./offset_lane.ts";
import type { TimeAxis } from "./time_axis.ts";

interface SenderClock {
  readonly sender: string;
  readonly clock: ClockReport;
  readonly isWrong: boolean;
}

/** A line for each clock, the wrong ones first; nothing without any. */
export function clocksSection(report: Report, time: TimeAxis): Markup {
  const wrong = new Set(
    report.findings.filter(({ kind, severity }) =>
      kind.startsWith("clock") && severity === "wrong"
    ).map(({ sender }) => sender),
  );
  const clocks = report.senders.flatMap(({ sender, clock }) =>
    clock === null ? [] : [{ sender, clock, isWrong: wrong.has(sender) }]
  ).toSorted((a, b) => Number(b.isWrong) - Number(a.isWrong));
  if (clocks.length === 0) return markup``;
  return tableSection({
    title: "Clocks",
    note: "client time less server time of the fastest tuples",
    ...{ name: "lanes", noun: "clock" },
    columns: [
      { name: "who", title: "Sender" },
      { name: "wide", title: "Offset over time" },
      { name: "figure count", title: "Offset", label: "offset" },
      { name: "figure few", title: "± about", label: "±" },
      {
        ...{ name: "figure drift", title: "Drift (99 % confidence)" },
        label: "drift",
      },
    ],
    rows: clocks.map((each) => row(each, time)),
  });
}

function row({ sender, clock, isWrong }: SenderClock, time: TimeAxis): Row {
  const { offset, spread, isReplayed } = clock;
  return {
    cells: [
      [isWrong ? glyph("wrong") : "", sender],
      offsetLane(clock, time),
      isReplayed ? UNKNOWN : formatOffset(offset),
      isReplayed ? UNKNOWN : formatSpread(spread),
      driftText(clock),
    ],
    tones: [undefined, undefined, isWrong ? "warn" : undefined],
  };
}

function driftText({ drift, step, isReplayed }: ClockReport): string {
  if (isReplayed) return "not known";
  if (step !== null) return `set by ${formatOffset(step.seconds)}`;
  return drift === null ? "too few tuples" : formatDrift(drift);
}
