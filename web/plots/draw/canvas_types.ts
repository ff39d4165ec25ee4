/**
 * What drawing needs to know.
 *
 * @module
 */
import type { PixelLine } from "../lines/pixels.ts";
import type { ValueRange } from "../lines/value_range.ts";
import type { Raster } from "./raster.ts";

/** Where values are drawn, in pixels of a canvas. */
export interface Place {
  /** The left edge. */
  readonly left: number;
  /** The upper edge. */
  readonly top: number;
  /** The width. */
  readonly width: number;
  /** The height. */
  readonly height: number;
  /** The values at the lower and the upper edge. */
  readonly values: ValueRange;
  /** Pixels of the canvas for each pixel of the page. */
  readonly ratio: number;
}

/** A line, ready to be drawn. */
export interface DrawnLine {
  /** Name of the sender. */
  readonly sender: string;
  /** Name of the column. */
  readonly column: string;
  /** Its points. */
  readonly pixels: PixelLine;
  /** Its colour, `#rrggbb`. */
  readonly colour: string;
  /** Lengths of dashes and pauses, in pixels of the page. */
  readonly dash: readonly number[];
  /** Whether it steps back behind another one. */
  readonly isDim: boolean;
}

/** How a raster differs from the last one. */
export interface RasterChange {
  /** Pixels that everything moved to the left. */
  readonly moved: number;
  /** The first column that is different then. */
  readonly first: number;
}

/** Draws onto a canvas, over what is there. */
export interface Brush {
  /**
   * Draws what `paint` puts into a raster of the place's size: everything, or
   * the columns from `first` on if only they changed.
   */
  drawRaster(
    place: Place,
    change: RasterChange | undefined,
    paint: (raster: Raster, first: number) => void,
  ): void;
  /**
   * Draws what `paint` puts into a picture of `columns` × `rows` pixels (RGBA),
   * scaled to the place.
   */
  drawPixels(
    place: Place,
    columns: number,
    rows: number,
    paint: (pixels: Uint32Array) => void,
  ): void;
}
