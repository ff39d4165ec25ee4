/**
 * The plot of all tuples over time, above the findings.
 *
 * @module
 */
import { formatRate } from "../../web/format/numbers.ts";
import { typicalInterval } from "../digest/typical_interval.ts";
import type { Axis, Report, Severity } from "../report.ts";
import { slotsFor, sparkColumns } from "../words/sparkline.ts";
import { type Markup, markup } from "./markup.ts";
import { bar, drawing, path, stepArea } from "./svg.ts";
import type { TimeAxis } from "./time_axis.ts";

/** Heights of the plot and of the rail below it, in their own units. */
const HEIGHT = 100;
const RAIL = 8;

/** A mark is at least this share of the axis wide. */
const LEAST = 1 / 300;

const TICKS: Readonly<Record<Severity, string | undefined>> = {
  missing: "tick-bad",
  wrong: "tick-warn",
  note: undefined,
};

/** The plot. */
export function ratePlot(report: Report, time: TimeAxis): Markup {
  const { slots, slotSeconds } = time.axis;
  const cells = report.senders.flatMap(({ cells }) => cells);
  const interval = typicalInterval(cells);
  const columns = sparkColumns(countsOf(report, time.axis), {
    ...{ most: slots, slots: slotsFor(interval, time.axis) },
    parts: time.parts,
  }).map(({ slots, mean }) => ({ slots, mean: mean / slotSeconds }));
  const top = roundUp(
    columns.reduce((most, { mean }) => Math.max(most, mean), 0),
  );
  const { area, edge } = stepArea(columns, {
    ...{ top, floor: HEIGHT, height: HEIGHT },
  });
  const rail = railOf(report, time);
  const grid = [0, HEIGHT / 2, HEIGHT].map((y) =>
    path("grid", `M0 ${y}H${slots}`)
  );
  return markup`<figure class="frame plot">
<figcaption>All tuples over ${time.name}${
    rail === undefined ? "" : "; below: where something is missing or wrong"
  }</figcaption>
<div class="canvas">
${
    drawing({
      ...{ name: "rates", size: [slots, HEIGHT] },
      label: `Up to ${formatRate(top)} tuples over time`,
      shapes: [grid, path("area", area), path("edge", edge)],
    })
  }
<span class="y y-top">${formatRate(top)}</span>
<span class="y y-middle">${formatRate(top / 2)}</span>
<span class="y y-floor">0</span>
${rail ?? ""}
<div class="x" aria-hidden="true">${
    time.labels.map(({ at, text }) =>
      markup`<span style="left:${(at * 100).toFixed(2)}%">${text}</span>`
    )
  }</div>
</div>
</figure>`;
}

/** Tuples by slot. */
function countsOf({ senders }: Report, { slots }: Axis): number[] {
  const sums = Array.from({ length: slots }, () => 0);
  for (const { cells } of senders) {
    for (const { rates } of cells) {
      rates.forEach((count, i) => sums[i] += count);
    }
  }
  return sums;
}

/** When something was missing or wrong: its beginning, and pale all of it. */
function railOf(report: Report, time: TimeAxis): Markup | undefined {
  const { slots } = time.axis;
  // What is missing is drawn last, above what is wrong.
  const marks = report.findings.toReversed()
    .flatMap(({ severity, from, to }) => {
      const name = TICKS[severity];
      const begin = from ?? to;
      if (name === undefined || begin === null) return [];
      const place = { least: slots * LEAST, y: 0, height: RAIL };
      const [x, end] = [begin, to ?? begin].map((each) => time.slot(each));
      return [
        bar(`${name} long`, { ...place, from: x, to: end }),
        bar(name, { ...place, from: x, to: x }),
      ];
    });
  if (marks.length === 0) return undefined;
  const empty = { from: 0, to: slots, least: 0, y: 0, height: RAIL };
  return drawing({
    ...{ name: "rail", size: [slots, RAIL] },
    shapes: [bar("empty", empty), ...marks],
  });
}

/** The next of 1, 1.5, 2, 3, 5, 10, ... */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 5].find((each) => each * power >= value) ?? 10;
  return factor * power;
}
