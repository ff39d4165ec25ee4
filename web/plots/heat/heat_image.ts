/**
 * The picture of a heat map.
 *
 * @module
 */
import type { PixelRange } from "../lines/pixels.ts";
import type { HeatBuffer, HeatColumn } from "./heat_buffer.ts";

/** The smallest and the largest value of the colour scale. */
export type HeatRange = readonly [low: number, high: number];

/** The smallest and largest value of the vectors in a range of times. */
export function heatRange(
  buffer: HeatBuffer,
  { from, to }: PixelRange,
): HeatRange | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (let at = buffer.indexFrom(from); at < buffer.columns.length; at++) {
    const { time, values } = buffer.columns[at];
    if (time > to) break;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}

/**
 * Paints vectors into `pixels` (RGBA), `range.width` wide and `height` high,
 * the first element at the bottom. Each vector reaches to the next one, but at
 * most `reach` seconds. `colours` has 256 colours, RGBA as one number each.
 */
export function paintHeat(
  pixels: Uint32Array,
  buffer: HeatBuffer,
  range: PixelRange,
  height: number,
  [low, high]: HeatRange,
  colours: Uint32Array,
  reach: number,
): void {
  pixels.fill(0);
  const { from, to, width } = range;
  const scale = width / (to - from);
  const factor = high > low ? 255 / (high - low) : 0;
  const { columns } = buffer;
  for (let at = Math.max(0, buffer.indexFrom(from) - 1);; at++) {
    const column = columns[at];
    if (column === undefined || column.time > to) return;
    const until = Math.min(
      columns[at + 1]?.time ?? Infinity,
      column.time + reach,
    );
    const left = Math.max(0, Math.floor((column.time - from) * scale));
    const right = Math.min(
      width,
      Math.max(left + 1, Math.ceil((until - from) * scale)),
    );
    if (right > left) paintColumn(column, left, right);
  }

  function paintColumn(
    { values }: HeatColumn,
    left: number,
    right: number,
  ): void {
    const { length } = values;
    if (length === 0) return;
    // Shorter vectors keep their scale: element k is as high as in the longest.
    const bins = Math.max(length, Math.min(buffer.elements, buffer.bins));
    for (let row = 0; row < height; row++) {
      const element = Math.floor((height - 1 - row) * bins / height);
      const value = element < length ? values[element] : NaN;
      if (Number.isNaN(value)) continue;
      const level = Math.max(0, Math.min(255, (value - low) * factor));
      const start = row * width;
      pixels.fill(colours[Math.round(level)], start + left, start + right);
    }
  }
}

/** How long a vector is shown without a next one: several usual intervals. */
export function heatReach(
  { columns }: HeatBuffer,
  { from, to, width }: PixelRange,
): number {
  const pixel = (to - from) / width;
  const pauses = columns.slice(-65).map(({ time }, at, all) =>
    at === 0 ? NaN : time - all[at - 1].time
  ).filter((pause) => pause > 0).sort((a, b) => a - b);
  const usual = pauses[pauses.length >> 1] ?? pixel;
  return Math.max(2 * pixel, 3 * usual);
}
