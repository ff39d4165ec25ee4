/**
 * Draws lines, and bands where several values share a pixel.
 *
 * @module
 */
import type { PixelLine } from "../lines/pixels.ts";
import type { ValueRange } from "../lines/value_range.ts";
import type { DrawnLine } from "./canvas_types.ts";
import { LineColumns } from "./line_columns.ts";
import { type Colour, colourOf, type Raster } from "./raster.ts";

/** Opacity of what steps back. */
const DIM = 0.18;
/** Opacity of the area between the smallest and the largest value. */
const BAND = 0.24;
/** Thickness of a line in pixels of the page. */
const THICK = 1.5;
/** Thickness of the edges of a band. */
const THIN = 1;
/** Pixels of the page between points that get a dot. */
const SPARSE = 14;
/** Size of a dot in pixels of the page. */
const DOT = 4;

/** How a line is drawn. */
interface Pen {
  readonly colour: Colour;
  readonly opacity: number;
  readonly thick: number;
  readonly thin: number;
  /** Pixels of a dash and of the pause after it, in turn. */
  readonly dash: readonly number[];
  /** Where the dashes begin, so that they move with the line. */
  readonly dashStart: number;
  /** Size of a dot. */
  readonly dot: number;
  /** The distance of points that get a dot. */
  readonly far: number;
  /** The first column. */
  readonly first: number;
}

/** Draws lines into a raster. */
export class LinePainter {
  readonly #columns = new LineColumns();

  /**
   * Draws lines, those that step back first. The raster shows `values` from its
   * lower to its upper edge, has `ratio` pixels for each pixel of the page, and
   * begins `shift` pixels after time 0. Only columns from `first` on are drawn.
   */
  paint(
    raster: Raster,
    lines: readonly DrawnLine[],
    values: ValueRange,
    ratio: number,
    shift: number,
    first = 0,
  ): void {
    for (const isDim of [true, false]) {
      for (const line of lines) {
        if (line.isDim !== isDim) continue;
        this.#paintLine(raster, line.pixels, values, first, {
          colour: colourOf(line.colour),
          opacity: isDim ? DIM : 1,
          thick: THICK * ratio / 2,
          thin: THIN * ratio / 2,
          dash: line.dash.map((each) => each * ratio),
          dashStart: shift,
          dot: DOT * ratio,
          far: SPARSE * ratio,
          first,
        });
      }
    }
  }

  #paintLine(
    raster: Raster,
    pixels: PixelLine,
    [low, high]: ValueRange,
    first: number,
    pen: Pen,
  ): void {
    const factor = -raster.height / (high - low);
    const offset = -high * factor;
    const columns = this.#columns;
    columns.fill(pixels, raster.width, offset, factor, first);
    // A band with dashes would be hard to read.
    const period = isBanded(pixels)
      ? 0
      : pen.dash.reduce((sum, each) => sum + each, 0);
    for (let x = first; x < raster.width; x++) {
      if (columns.upperTop[x] === Infinity) continue;
      if (columns.upperBottom[x] + pen.thin < columns.lowerTop[x] - pen.thin) {
        paintBand(raster, columns, x, pen);
      } else if (period === 0 || isDash(x + pen.dashStart, period, pen.dash)) {
        const top = columns.upperTop[x] - pen.thick;
        const bottom = columns.lowerBottom[x] + pen.thick;
        raster.column(x, top, bottom, pen.colour, pen.opacity);
      }
    }
    paintDots(raster, pixels, offset, factor, pen);
  }
}

function isBanded({ low, high, length }: PixelLine): boolean {
  for (let at = 0; at < length; at++) {
    if (high[at] > low[at]) return true;
  }
  return false;
}

function paintBand(
  raster: Raster,
  { upperTop, upperBottom, lowerTop, lowerBottom }: LineColumns,
  x: number,
  { colour, opacity, thin }: Pen,
): void {
  const upperEnd = upperBottom[x] + thin;
  const lowerStart = lowerTop[x] - thin;
  raster.column(x, upperTop[x] - thin, upperEnd, colour, opacity);
  raster.column(x, upperEnd, lowerStart, colour, opacity * BAND);
  raster.column(x, lowerStart, lowerBottom[x] + thin, colour, opacity);
}

/** Dots for points that are far from both neighbours, or between gaps. */
function paintDots(
  raster: Raster,
  pixels: PixelLine,
  offset: number,
  factor: number,
  { colour, opacity, dot, far, first }: Pen,
): void {
  const { x, low, high, length } = pixels;
  for (let at = pixels.indexBefore(first); at < length; at++) {
    if (Number.isNaN(low[at])) continue;
    const isNear = at > 0 && x[at] - x[at - 1] < far &&
        !Number.isNaN(low[at - 1]) ||
      at + 1 < length && x[at + 1] - x[at] < far &&
        !Number.isNaN(low[at + 1]);
    if (isNear) continue;
    const top = offset + high[at] * factor - dot / 2;
    const bottom = offset + low[at] * factor + dot / 2;
    const left = Math.round(x[at] - dot / 2);
    const start = Math.max(first, left);
    const end = Math.min(raster.width, left + dot);
    for (let column = start; column < end; column++) {
      raster.column(column, top, bottom, colour, opacity);
    }
  }
}

/** Whether a position is in a dash, not in a pause. */
function isDash(
  position: number,
  period: number,
  dash: readonly number[],
): boolean {
  let rest = ((position % period) + period) % period;
  for (let at = 0; at < dash.length; at++) {
    if (rest < dash[at]) return at % 2 === 0;
    rest -= dash[at];
  }
  return true;
}
