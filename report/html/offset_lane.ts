/**
 * How a clock differed from the server's over time, in one line.
 *
 * @module
 */
import { formatOffset } from "../../web/format/numbers.ts";
import type { ClockReport } from "../report.ts";
import { type Markup, markup } from "./markup.ts";
import { drawing, path, tenth } from "./svg.ts";
import type { TimeAxis } from "./time_axis.ts";

const HEIGHT = 28;
const MARGIN = 3;

/** The least range of the offsets in seconds: less would look like a fault. */
const LEAST_RANGE = 0.01;

/** The fastest tuples as points, and the estimated drift as a line. */
export function offsetLane(
  { fastest, drift }: ClockReport,
  time: TimeAxis,
): Markup {
  const values = fastest.map(({ offset }) => offset);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = (HEIGHT - 2 * MARGIN) / Math.max(LEAST_RANGE, most - least);
  const y = (offset: number) =>
    tenth(HEIGHT / 2 - (offset - (least + most) / 2) * scale);
  const point = (at: number, offset: number) =>
    `${tenth(time.slot(at))} ${y(offset)}`;
  const { slots } = time.axis;
  const zero = y(0);
  const fit = drift === null
    ? ""
    : `M${point(fastest[0].time, drift.atStart)}L${
      point(fastest[fastest.length - 1].time, drift.atEnd)
    }`;
  const points = fastest.map((each) => `M${point(each.time, each.offset)}h0`);
  return markup`${
    drawing({
      name: "lane",
      size: [slots, HEIGHT],
      shapes: [
        zero >= 0 && zero <= HEIGHT ? path("zero", `M0 ${zero}H${slots}`) : "",
        drift === null ? "" : path("fit", fit),
        path("points", points.join("")),
      ],
    })
  }<span class="range">${rangeText(least, most)}</span>`;
}

function rangeText(least: number, most: number): string {
  const [from, to] = [formatOffset(least), formatOffset(most)];
  if (from !== to) return `${from} to ${to}`;
  const range = formatOffset(most - least).replace("+", "");
  return `${from}, within ${range}`;
}
