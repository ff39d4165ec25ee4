/**
 * Draws charts of lines or bars as SVG.
 *
 * @module
 */
import { MARKS, STYLE } from "./svg_style.ts";

/** A line of a chart, or the bars of a color. */
export interface Series {
  /** Its name in the legend. */
  readonly name: string;
  /** The points; x is the number of the group, from 0, if there are groups. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The content of a chart. */
export interface Chart {
  /** Title, above the chart. */
  readonly title: string;
  /** Label of the x axis, which is logarithmic unless it has ticks or groups. */
  readonly xLabel: string;
  /** The ticks of a linear x axis; its lines have no marks. */
  readonly xTicks?: readonly number[];
  /** Labels of groups of bars; unset if the chart has lines. */
  readonly groups?: readonly string[];
  /** Label of the y axis, with the unit; it starts at 0. */
  readonly yLabel: string;
  /** The lines or bars; up to four have distinct colors. */
  readonly series: readonly Series[];
}

const WIDTH = 560;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 28;
const TOP = 92;
const BOTTOM = 52;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

/** The part of a group's width that its bars take. */
const BARS_SHARE = 0.8;

/** The most steps of the y axis. */
const MOST_STEPS = 6;

/** The charts, side by side, as an SVG document. */
export function drawCharts(charts: readonly Chart[]): string {
  const width = charts.length * WIDTH;
  const label = charts.map(({ title }) => title).join("; ");
  const panels = charts.map((chart, i) =>
    `<g transform="translate(${i * WIDTH},0)">\n${drawChart(chart)}\n</g>`
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}"` +
    ` width="${width}" height="${HEIGHT}" role="img"` +
    ` aria-label="${escape(label)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${HEIGHT}"/>`,
    ...panels,
    "</svg>",
    "",
  ].join("\n");
}

function drawChart(chart: Chart): string {
  const { title, xLabel, yLabel, series, groups, xTicks } = chart;
  const isLinear = groups !== undefined || xTicks !== undefined;
  const most = Math.max(
    0,
    ...series.flatMap(({ points }) => points.map(second)),
  );
  const step = niceStep(most);
  const steps = Math.max(1, Math.ceil(most / step));
  const atY = (y: number) => TOP + PLOT_HEIGHT * (1 - y / (steps * step));
  return [
    text(LEFT, 26, title, "title ink"),
    ...series.map((line, i) => legend(line.name, i, series)),
    text(LEFT, TOP - 14, yLabel, "faint"),
    ...Array.from({ length: steps + 1 }, (_, i) => yTick(i * step, atY)),
    text(
      LEFT + PLOT_WIDTH / 2,
      HEIGHT - 12,
      isLinear ? xLabel : `${xLabel} (logarithmic)`,
      "faint",
      "middle",
    ),
    ...groups === undefined
      ? drawLines(series, atY, xTicks)
      : drawBars(series, groups, atY),
  ].join("\n");
}

function second([, y]: readonly [x: number, y: number]): number {
  return y;
}

function drawLines(
  series: readonly Series[],
  atY: (y: number) => number,
  ticks: readonly number[] | undefined,
): string[] {
  const found = series.flatMap(({ points }) => points.map(([x]) => x));
  const xs = [...new Set(ticks ?? found)].sort((a, b) => a - b);
  const scale = ticks === undefined ? Math.log : (x: number) => x;
  const [least, most] = [scale(xs[0] ?? 1), scale(xs.at(-1) ?? 1)];
  const atX = (x: number) =>
    LEFT + PLOT_WIDTH * (scale(x) - least) / (most - least || 1);
  return [
    ...xs.map((x) => xTick(atX(x), format(x))),
    ...series.map(({ points }, i) =>
      drawLine(
        points.map(([x, y]) => [atX(x), atY(y)]),
        i,
        ticks === undefined,
      )
    ),
  ];
}

/** A group has a bar of each series, with its value above. */
function drawBars(
  series: readonly Series[],
  groups: readonly string[],
  atY: (y: number) => number,
): string[] {
  const width = PLOT_WIDTH / groups.length;
  const bar = BARS_SHARE * width / series.length;
  const start = width * (1 - BARS_SHARE) / 2;
  return [
    ...groups.map((label, i) => xTick(LEFT + width * (i + 0.5), label)),
    ...series.flatMap(({ points }, i) =>
      points.map(([group, y]) => {
        const x = LEFT + width * group + start + bar * i;
        return `<path class="f${i}" d="M${round(x)},${round(atY(0))}` +
          `V${round(atY(y))}h${round(bar - 2)}V${round(atY(0))}z"/>` +
          text(x + bar / 2, atY(y) - 5, short(y), "ink", "middle");
      })
    ),
  ];
}

function drawLine(
  points: readonly (readonly [x: number, y: number])[],
  i: number,
  hasMarks: boolean,
): string {
  const path = points.map((point) => point.map(round).join(",")).join(" ");
  const marks = hasMarks ? points.map(([x, y]) => mark(x, y, i)) : [];
  return [`<polyline class="line c${i}" points="${path}"/>`, ...marks]
    .join("\n");
}

function legend(name: string, i: number, series: readonly Series[]): string {
  const x = LEFT + i * PLOT_WIDTH / Math.max(series.length, 3);
  return mark(x + 5, 48, i) + text(x + 16, 52, name, "ink");
}

function yTick(value: number, atY: (y: number) => number): string {
  const y = round(atY(value));
  return `<path class="grid" d="M${LEFT},${y}H${WIDTH - RIGHT}"/>` +
    text(LEFT - 8, y + 4, format(value), "faint", "end");
}

function xTick(x: number, label: string): string {
  return text(x, HEIGHT - BOTTOM + 20, label, "faint", "middle");
}

function mark(x: number, y: number, i: number): string {
  const at = `translate(${round(x)},${round(y)})`;
  return `<path class="f${i}" transform="${at}" d="${
    MARKS[i % MARKS.length]
  }"/>`;
}

function text(
  x: number,
  y: number,
  content: string,
  classes: string,
  anchor = "start",
): string {
  return `<text class="${classes}" x="${round(x)}" y="${round(y)}"` +
    ` text-anchor="${anchor}">${escape(content)}</text>`;
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(most: number): number {
  if (most <= 0) return 1;
  const rough = most / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power)
    .find((step) => step >= rough * 0.999) ?? 10 * power;
}

function format(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en-US");
}

/** A value above a bar: two digits are enough to compare. */
function short(value: number): string {
  return format(value < 10 ? Number(value.toPrecision(2)) : Math.round(value));
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
