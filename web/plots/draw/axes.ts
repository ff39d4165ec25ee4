/**
 * The axes of a chart.
 *
 * @module
 */
import type uPlot from "uplot";
import type { Theme } from "../../theme.ts";
import type { TimeTexts } from "../time/time_text.ts";
import { timeStep, timeTicks } from "../time/time_ticks.ts";
import { tickTexts } from "../view/number_text.ts";
import type { ValueAxis } from "./content.ts";

/** Width of the value axis in pixels: the same in all charts. */
const VALUE_AXIS = 64;
/** Height of the time axis. */
const TIME_AXIS = 28;
/** Pixels between two times. */
const TIME_SPACE = 92;

/** About the width of a character. */
const CHARACTER = 6.5;
/** Pixels right of a chart. */
const END = 8;

const FONT = "11px system-ui, sans-serif";

/** The axis of times, with texts or only with lines; nothing if empty. */
export function timeAxis(
  theme: () => Theme,
  times: () => TimeTexts,
  hasTexts: boolean,
  isEmpty: () => boolean,
): uPlot.Axis {
  const stepIn = ({ bbox, scales }: uPlot, ratio: number) => {
    const { min = 0, max = 1 } = scales.x;
    const width = bbox.width / ratio;
    return timeStep((max - min) * TIME_SPACE / Math.max(TIME_SPACE, width));
  };
  const ratio = () => globalThis.devicePixelRatio || 1;
  return {
    scale: "x",
    font: FONT,
    size: hasTexts ? TIME_AXIS : 0,
    gap: 6,
    stroke: () => theme().muted,
    grid: { stroke: () => theme().line, width: 1 },
    ticks: { show: hasTexts, stroke: () => theme().line, width: 1, size: 4 },
    splits: (plot, _, min, max) =>
      isEmpty()
        ? []
        : timeTicks(min, max, stepIn(plot, ratio()), times().origin),
    values: (plot, splits) => {
      if (!hasTexts) return splits.map(() => null);
      const step = stepIn(plot, ratio());
      const { min = 0, max = 1 } = plot.scales.x;
      const pixel = (max - min) / (plot.bbox.width / ratio());
      // A text beyond the edge would be cut off.
      return splits.map((time) => {
        const text = times().tick(time, step);
        const half = text.length * CHARACTER / 2;
        return max - time < (half - END) * pixel ? "" : text;
      });
    },
  };
}

/** The axis of values. */
export function valueAxis(
  theme: () => Theme,
  axis: () => ValueAxis,
): uPlot.Axis {
  return {
    scale: "y",
    font: FONT,
    size: VALUE_AXIS,
    gap: 6,
    space: 32,
    stroke: () => theme().muted,
    grid: { stroke: () => theme().line, width: 1 },
    ticks: { show: false },
    splits: (plot, at, min, max, step) => {
      const { ticks } = axis();
      return ticks?.map(([value]) => value) ??
        roundTicks(plot, at, min, max, step);
    },
    values: (_, splits) =>
      axis().ticks?.map(([, text]) => shortened(text)) ?? tickTexts(splits),
  };
}

/** Multiples of a step within a range. */
function roundTicks(
  _: uPlot,
  __: number,
  min: number,
  max: number,
  step: number,
): number[] {
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const count = Math.min(100, Math.max(0, last - first + 1));
  return Array.from({ length: count }, (_, at) => (first + at) * step);
}

/** A name that fits beside a chart. */
function shortened(name: string): string {
  return name.length <= 9 ? name : `${name.slice(0, 4)}…${name.slice(-4)}`;
}
