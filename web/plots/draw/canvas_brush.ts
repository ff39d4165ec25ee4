/**
 * Brings rasters and pictures onto a canvas.
 *
 * @module
 */
import type { Brush, Place, RasterChange } from "./canvas_types.ts";
import { Raster } from "./raster.ts";

/** Draws onto the canvas of one chart, over what is there. */
export class CanvasBrush implements Brush {
  readonly #context: CanvasRenderingContext2D;
  #raster = new Raster(1, 1);
  #canvas = new OffscreenCanvas(1, 1);

  /** Draws onto the canvas of `context`. */
  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  drawRaster(
    { left, top, width, height }: Place,
    change: RasterChange | undefined,
    paint: (raster: Raster, first: number) => void,
  ): void {
    const [columns, rows] = [Math.round(width), Math.round(height)];
    if (columns < 1 || rows < 1) return;
    const isNew = this.#raster.width !== columns ||
      this.#raster.height !== rows;
    if (isNew) this.#raster = new Raster(columns, rows);
    const raster = this.#raster;
    if (!isNew && change !== undefined) raster.shift(change.moved);
    const first = isNew || change === undefined ? 0 : Math.max(0, change.first);
    if (first < columns) {
      raster.clear(first);
      paint(raster, first);
    }
    const canvas = this.#put(raster.bytes, columns, rows);
    this.#context.drawImage(canvas, Math.round(left), Math.round(top));
  }

  drawPixels(
    { left, top, width, height }: Place,
    columns: number,
    rows: number,
    paint: (pixels: Uint32Array) => void,
  ): void {
    if (columns < 1 || rows < 1) return;
    const pixels = new Uint32Array(columns * rows);
    paint(pixels);
    const bytes = new Uint8ClampedArray(pixels.buffer);
    const canvas = this.#put(bytes, columns, rows);
    this.#context.imageSmoothingEnabled = false;
    this.#context.drawImage(canvas, left, top, width, height);
  }

  #put(
    bytes: Uint8ClampedArray<ArrayBuffer>,
    columns: number,
    rows: number,
  ): OffscreenCanvas {
    if (this.#canvas.width !== columns || this.#canvas.height !== rows) {
      this.#canvas = new OffscreenCanvas(columns, rows);
    }
    const image = new ImageData(bytes, columns, rows);
    this.#canvas.getContext("2d")?.putImageData(image, 0, 0);
    return this.#canvas;
  }
}
