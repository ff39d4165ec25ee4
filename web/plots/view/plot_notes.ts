/**
 * Whether a plot is live and complete, in words.
 *
 * @module
 */
import type { Tone } from "../../model/summary.ts";
import { formatShare } from "../../format/numbers.ts";
import { formatSpan } from "../../format/times.ts";
import type { TimeRange } from "../time/time_range.ts";
import type { TimeTexts } from "../time/time_text.ts";

/** The state of a plot. */
export interface PlotState {
  /** Whether it follows new rows. */
  readonly isLive: boolean;
  /** Whether the server sends new rows. */
  readonly isConnected: boolean;
  /** Whether it has data. */
  readonly hasData: boolean;
  /** The time of the latest row; NaN if there is none. */
  readonly lastRow: number;
  /** Seconds since the latest row; NaN if unknown. */
  readonly silence: number;
  /** The share of the rows that is shown, 0 to 1. */
  readonly covered: number;
  /** What is shown. */
  readonly range: TimeRange | undefined;
  /** The texts of times. */
  readonly times: TimeTexts;
}

/** A note and its tone. */
export interface PlotNote {
  /** Its tone. */
  readonly tone: Tone;
  /** Its text, which does not change with each row. */
  readonly text: string;
}

/** Shorter pauses are usual, in seconds. */
const QUIET = 5;

/** What the user should know about a plot. */
export function plotNotes(state: PlotState): PlotNote[] {
  const notes = [modeNote(state)];
  if (state.covered < 1) {
    const share = formatShare(state.covered);
    notes.push({ tone: "warn", text: `Sampled: ${share} of the rows` });
  }
  return notes;
}

function modeNote(state: PlotState): PlotNote {
  const { isLive, isConnected, hasData, lastRow, silence, range } = state;
  if (!hasData) return { tone: "calm", text: "Loading" };
  if (!isLive) {
    if (range === undefined) return { tone: "calm", text: "No rows yet" };
    const { times } = state;
    const length = range.to - range.from;
    const step = Math.max(1e-6, length / 1_000);
    const shown = times.range(range.from, range.to, step);
    const span = length < 1
      ? `${Number((length * 1_000).toPrecision(3))} ms`
      : formatSpan(length);
    return { tone: "calm", text: `${shown} (${span})` };
  }
  if (!isConnected) {
    return { tone: "bad", text: "The server does not answer; retrying" };
  }
  if (Number.isNaN(lastRow)) {
    return { tone: "calm", text: "No rows yet; they appear when they arrive" };
  }
  if (silence > QUIET) {
    const at = state.times.full(lastRow, 1);
    return { tone: "warn", text: `Live; no new rows since ${at}` };
  }
  return { tone: "good", text: "Live" };
}
