/**
 * Draws line charts as SVG.
 *
 * @module
 */

/** A line of a chart. */
export interface Series {
  /** Its name in the legend. */
  readonly name: string;
  /** The points. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The content of a chart. */
export interface Chart {
  /** Title, above the chart. */
  readonly title: string;
  /** Label of the x axis, which is logarithmic. */
  readonly xLabel: string;
  /** Label of the y axis, with the unit; it starts at 0. */
  readonly yLabel: string;
  /** The lines; up to four have distinct colors. */
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

/** The most steps of the y axis. */
const MOST_STEPS = 6;

/** Colors that color-blind readers can distinguish, on light and on dark. */
const COLOURS = [
  { light: "#0969da", dark: "#58a6ff" },
  { light: "#bc4c00", dark: "#f0883e" },
  { light: "#1a7f37", dark: "#56d364" },
  { light: "#8250df", dark: "#bc8cff" },
];

/** Marks, as paths around 0,0: circle, square, triangle, diamond. */
const MARKS = [
  "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
  "M-4,-4h8v8h-8z",
  "M0,-5l5,9h-10z",
  "M0,-5.5l5.5,5.5l-5.5,5.5l-5.5,-5.5z",
];

const STYLE = `
text { font: 12px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
.title { font-size: 15px; font-weight: 600; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
${
  theme("light", {
    paper: "#ffffff",
    ink: "#1f2328",
    faint: "#59636e",
    grid: "#d1d9e0",
  })
}
@media (prefers-color-scheme: dark) {
${
  theme("dark", {
    paper: "#0d1117",
    ink: "#f0f6fc",
    faint: "#9198a1",
    grid: "#3d444d",
  })
}
}`;

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

function drawChart({ title, xLabel, yLabel, series }: Chart): string {
  const points = series.flatMap((line) => line.points);
  const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const step = niceStep(Math.max(...points.map(([, y]) => y), 0));
  const steps = Math.max(
    1,
    Math.ceil(Math.max(...points.map(([, y]) => y), 0) / step),
  );
  const [least, most] = [Math.log(xs[0] ?? 1), Math.log(xs.at(-1) ?? 1)];
  const atX = (x: number) =>
    LEFT + PLOT_WIDTH * (Math.log(x) - least) / (most - least || 1);
  const atY = (y: number) => TOP + PLOT_HEIGHT * (1 - y / (steps * step));
  return [
    text(LEFT, 26, title, "title ink"),
    ...series.map((line, i) => legend(line.name, i, series)),
    text(LEFT, TOP - 14, yLabel, "faint"),
    ...Array.from({ length: steps + 1 }, (_, i) => yTick(i * step, atY)),
    ...xs.map((x) =>
      text(atX(x), HEIGHT - BOTTOM + 20, format(x), "faint", "middle")
    ),
    text(
      LEFT + PLOT_WIDTH / 2,
      HEIGHT - 12,
      `${xLabel} (logarithmic)`,
      "faint",
      "middle",
    ),
    ...series.map((line, i) =>
      drawLine(line.points.map(([x, y]) => [atX(x), atY(y)]), i)
    ),
  ].join("\n");
}

function drawLine(
  points: readonly (readonly [x: number, y: number])[],
  i: number,
): string {
  const path = points.map((point) => point.map(round).join(",")).join(" ");
  const marks = points.map(([x, y]) => mark(x, y, i));
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

function theme(
  name: "light" | "dark",
  { paper, ink, faint, grid }: Record<string, string>,
): string {
  const colours = COLOURS.map((colour, i) =>
    `.c${i} { stroke: ${colour[name]}; } .f${i} { fill: ${colour[name]}; }`
  );
  return [
    `.paper { fill: ${paper}; } .grid { stroke: ${grid}; }`,
    `.ink { fill: ${ink}; } .faint { fill: ${faint}; }`,
    ...colours,
  ].join("\n");
}

function format(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en-US");
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
