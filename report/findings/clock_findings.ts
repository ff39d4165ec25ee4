/**
 * Clocks that differ from the server's.
 *
 * @module
 */
import { formatOffset } from "../../web/format/numbers.ts";
import type { ClockReport, DriftReport, Finding } from "../report.ts";
import { formatDrift } from "../words/drift.ts";
import { type Evidence, finding } from "./evidence.ts";

/** Seconds by which a clock may differ; the page has the same. */
const MOST_OFFSET = 1;

/** A drift of less ppm, for sure, is no fault: no quartz is better. */
const MOST_DRIFT = 10;

/** Nor is one that adds up to less seconds in the run. */
const MOST_CHANGE = 0.02;

/** Offsets, drifts and steps of clocks. */
export function clockFindings({ senders, moments }: Evidence): Finding[] {
  return senders.flatMap(({ sender, clock }) => {
    if (clock === null) return [];
    const { step, drift, isReplayed } = clock;
    return [
      ...isReplayed ? [replayed(sender)] : offset(sender, clock),
      ...step === null ? [] : [finding({
        ...{ kind: "clock step", severity: "wrong", sender, from: step.time },
        text: `the clock was set ${step.seconds > 0 ? "forward" : "back"} by ` +
          `${span(step.seconds)} at ${moments.at(step.time)}`,
      })],
      ...drift !== null && isDrifting(drift) ? [drifting(sender, drift)] : [],
    ];
  });
}

/** Whether a drift matters. */
function isDrifting(
  { least, most, atStart, atEnd }: DriftReport,
): boolean {
  return Math.abs(atEnd - atStart) >= MOST_CHANGE &&
    (least > MOST_DRIFT || most < -MOST_DRIFT);
}

/** Whether an offset matters. */
function isClockOff({ offset, isReplayed }: ClockReport): boolean {
  return !isReplayed && Math.abs(offset) > MOST_OFFSET;
}

function offset(sender: string, clock: ClockReport): Finding[] {
  if (!isClockOff(clock)) return [];
  const text = clock.offset > 0
    ? `the clock is at least ${span(clock.offset)} ahead of the server's`
    : `the clock is ${span(clock.offset)} behind the server's, or all tuples ` +
      "arrive that late";
  return [
    finding({ kind: "clock offset", severity: "wrong", sender, text }),
  ];
}

function drifting(sender: string, drift: DriftReport): Finding {
  const { atStart, atEnd } = drift;
  return finding({
    ...{ kind: "clock drift", severity: "wrong", sender },
    text: `the clock is too ${drift.ppm > 0 ? "fast" : "slow"} by ${
      formatDrift(drift)
    }: ${formatOffset(atStart)} at the start, ${
      formatOffset(atEnd)
    } at the end`,
  });
}

function replayed(sender: string): Finding {
  return finding({
    ...{ kind: "late arrival", severity: "note", sender },
    text: "tuples were received at another pace than they were measured, as " +
      "from a proxy: nothing is known about the clock",
  });
}

function span(seconds: number): string {
  return formatOffset(Math.abs(seconds)).slice(1);
}
