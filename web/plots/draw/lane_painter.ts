/**
 * Draws booleans as steps, each sender in a lane of its own.
 *
 * @module
 */
import type { PixelLine } from "../lines/pixels.ts";
import type { DrawnLine } from "./canvas_types.ts";
import { type Colour, colourOf, type Raster } from "./raster.ts";

/** Opacity of what steps back. */
const DIM = 0.25;
/** Opacity of the area below a value that is true. */
const AREA = 0.35;
/** Share of a lane that the steps take. */
const FILLED = 0.7;
/** Thickness of a step in pixels of the page. */
const THICK = 1.5;

/** A lane: where it is and how it is drawn. */
interface Lane {
  readonly top: number;
  readonly bottom: number;
  readonly thick: number;
  readonly colour: Colour;
  readonly opacity: number;
}

/**
 * Draws the lines, the first one in the uppermost lane; only the columns from
 * `first` on.
 */
export function paintLanes(
  raster: Raster,
  lines: readonly DrawnLine[],
  ratio: number,
  first = 0,
): void {
  const height = raster.height / Math.max(1, lines.length);
  const margin = height * (1 - FILLED) / 2;
  lines.forEach((line, at) => {
    paintLane(raster, line.pixels, first, {
      top: height * at + margin,
      bottom: height * (at + 1) - margin,
      thick: THICK * ratio / 2,
      colour: colourOf(line.colour),
      opacity: line.isDim ? DIM : 1,
    });
  });
}

function paintLane(
  raster: Raster,
  pixels: PixelLine,
  first: number,
  lane: Lane,
): void {
  const { x, low, high, last, length } = pixels;
  const from = pixels.indexBefore(first);
  let before = from > 0 ? last[from - 1] : NaN;
  // Each column is painted once: what is half transparent would show it.
  let painted = first - 1;
  for (let at = from; at < length; at++) {
    if (Number.isNaN(low[at])) {
      before = NaN;
      continue;
    }
    // A value lasts until the next one, or until a gap.
    const here = Math.floor(x[at]);
    const start = Math.max(painted + 1, here);
    const next = at + 1 < length ? Math.floor(x[at + 1]) : here + 1;
    const end = Math.min(raster.width, Math.max(next, here + 1));
    const changes = low[at] < high[at] ||
      !Number.isNaN(before) && before !== high[at];
    const level = Number.isNaN(last[at]) ? high[at] : last[at];
    for (let column = start; column < end; column++) {
      if (changes && column === here) paintChange(raster, column, lane);
      else paintLevel(raster, column, level, lane);
    }
    painted = Math.max(painted, end - 1);
    before = level;
  }
}

function paintLevel(
  raster: Raster,
  x: number,
  level: number,
  { top, bottom, thick, colour, opacity }: Lane,
): void {
  const at = level > 0 ? top : bottom;
  raster.column(x, at - thick, at + thick, colour, opacity);
  if (level > 0) raster.column(x, at + thick, bottom, colour, opacity * AREA);
}

function paintChange(
  raster: Raster,
  x: number,
  { top, bottom, thick, colour, opacity }: Lane,
): void {
  raster.column(x, top - thick, bottom + thick, colour, opacity);
}
