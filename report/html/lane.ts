/**
 * What one sender did over time, in one line.
 *
 * @module
 */
import type { CellReport, Finding, PlaceReport } from "../report.ts";
import { slotsFor, sparkColumns } from "../words/sparkline.ts";
import type { Markup } from "./markup.ts";
import { bar, drawing, path, stepArea } from "./svg.ts";
import type { TimeAxis } from "./time_axis.ts";

/** Heights, in the units of the drawing. */
const HEIGHT = 28;
const FLOOR = 22;
const TICK = 4;

/** Ticks and bands are at least this share of the axis wide. */
const LEAST = 1 / 200;

/** The sender's rate, with bands where it was silent and ticks at gaps. */
export function lane(
  { gaps, repeated, rates, usualInterval }: CellReport,
  findings: readonly Finding[],
  time: TimeAxis,
): Markup {
  const { slots } = time.axis;
  const columns = sparkColumns(rates, {
    ...{ most: slots, slots: slotsFor(usualInterval, time.axis) },
    parts: time.parts,
  });
  const top = columns.reduce((most, { mean }) => Math.max(most, mean), 0);
  const { area, edge } = stepArea(columns, {
    ...{ top, floor: FLOOR, height: FLOOR - 2 },
  });
  return drawing({
    name: "lane",
    size: [slots, HEIGHT],
    shapes: [
      bands(findings, time),
      path("area", area),
      path("base", `M0 ${FLOOR}H${slots}`),
      path("edge", edge),
      ticks("tick-warn", repeated, time),
      ticks("tick-bad", gaps, time),
    ],
  });
}

function bands(findings: readonly Finding[], time: TimeAxis): Markup[] {
  return findings.flatMap(({ kind, from, to }) => {
    const isBand = kind === "silence" || kind === "early end";
    if (!isBand || from === null || to === null) return [];
    return [bar("band", {
      ...{ from: time.slot(from), to: time.slot(to) },
      ...{ least: time.axis.slots * LEAST, y: 0, height: FLOOR },
    })];
  });
}

function ticks(
  name: string,
  places: readonly PlaceReport[],
  time: TimeAxis,
): Markup[] {
  return places.flatMap(({ since, until }) => {
    if (since === null || until === null) return [];
    return [bar(name, {
      ...{ from: time.slot(since), to: time.slot(until) },
      least: time.axis.slots * LEAST,
      ...{ y: HEIGHT - TICK, height: TICK },
    })];
  });
}
