/**
 * Positions on the time axis of a report.
 *
 * @module
 */
import { timeTexts } from "../../web/plots/time/time_text.ts";
import { timeStep, timeTicks } from "../../web/plots/time/time_ticks.ts";
import type { Axis, Report } from "../report.ts";
import { partsOf } from "../words/sparkline.ts";

/** The most labels below a plot. */
const MOST_LABELS = 6;

/** A label of the axis. */
export interface TimeLabel {
  /** Its position, as a share of the axis from 0 to 1. */
  readonly at: number;
  /** Its text. */
  readonly text: string;
}

/** The axis from the first slot to the last one. */
export class TimeAxis {
  /** The slots. */
  readonly axis: Axis;
  /** Labels at round times. */
  readonly labels: readonly TimeLabel[];
  /** What the labels mean. */
  readonly name: string;
  /** The part of each slot that belongs to the run. */
  readonly parts: readonly number[];

  /** The axis of a report with rows, in UTC if the start is known. */
  constructor(axis: Axis, { startTime, totals }: Report) {
    this.axis = axis;
    this.parts = partsOf(axis, totals);
    const { from, slotSeconds, slots } = axis;
    const seconds = slots * slotSeconds;
    const texts = timeTexts("utc", startTime ?? undefined);
    const step = timeStep(seconds / MOST_LABELS);
    this.name = texts.name;
    this.labels = timeTicks(from, from + seconds, step, texts.origin)
      .map((time) => ({
        at: (time - from) / seconds,
        text: texts.tick(time, step),
      }));
  }

  /** The position of a time in slots from the first one. */
  slot(time: number): number {
    const { from, slotSeconds, slots } = this.axis;
    return Math.min(slots, Math.max(0, (time - from) / slotSeconds));
  }
}
