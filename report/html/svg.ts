/**
 * Shapes of plots, in slots of the time axis.
 *
 * @module
 */
import type { SparkColumn } from "../words/sparkline.ts";
import { Markup, markup, type MarkupValue } from "./markup.ts";

/** A plot that is as wide as its place, whatever its height. */
export interface Drawing {
  /** Its class. */
  readonly name: string;
  /** Its width and height, in its own units. */
  readonly size: readonly [number, number];
  /** What it shows; the text next to it says the same without one. */
  readonly label?: string;
  /** The shapes. */
  readonly shapes: MarkupValue;
}

/** The element of a plot. */
export function drawing({ name, size, label, shapes }: Drawing): Markup {
  const role = label === undefined
    ? markup`aria-hidden="true"`
    : markup`role="img" aria-label="${label}"`;
  return markup`<svg class="${name}" viewBox="0 0 ${size[0]} ${
    size[1]
  }" preserveAspectRatio="none" ${role}>${shapes}</svg>`;
}

/** A line or an area; `d` has numbers only. */
export function path(name: string, d: string): Markup {
  return markup`<path class="${name}" d="${new Markup(d)}"/>`;
}

/** A rectangle. */
export interface Bar {
  /** Where it begins. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
  /** Its least width. */
  readonly least: number;
  /** Its upper edge. */
  readonly y: number;
  /** Its height. */
  readonly height: number;
}

/** A rectangle, which is around its middle if it is widened. */
export function bar(name: string, { from, to, least, y, height }: Bar): Markup {
  const width = Math.max(least, to - from);
  const x = Math.max(0, (from + to - width) / 2);
  return markup`<rect class="${name}" x="${tenth(x)}" y="${y}" width="${
    tenth(width)
  }" height="${height}"/>`;
}

/** An area of steps below columns. */
export interface StepArea {
  /** The outline of the area. */
  readonly area: string;
  /** Its upper edge only. */
  readonly edge: string;
}

/** Where steps stand, and how high they are. */
export interface StepScale {
  /** The mean that has the full height. */
  readonly top: number;
  /** The coordinate of 0. */
  readonly floor: number;
  /** The full height, upwards. */
  readonly height: number;
}

/** Steps as high as the means of columns. */
export function stepArea(
  columns: readonly SparkColumn[],
  { top, floor, height }: StepScale,
): StepArea {
  const levels = columns.map(({ mean }) =>
    tenth(top === 0 ? floor : floor - height * Math.min(1, mean / top))
  );
  const steps = columns.map(({ slots }, i) =>
    i > 0 && levels[i] === levels[i - 1]
      ? `h${slots}`
      : `V${levels[i]}h${slots}`
  ).join("");
  const [first = floor] = levels;
  return { area: `M0 ${floor}${steps}V${floor}z`, edge: `M0 ${first}${steps}` };
}

/** A number with one decimal at most. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
