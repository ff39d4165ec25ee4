/**
 * One vector of a heat map.
 *
 * @module
 */
import type { HeatBuffer } from "./heat_buffer.ts";

/** A vector. */
export interface ShownVector {
  /** Its time in seconds. */
  readonly time: number;
  /** Its sender; unset for the average of several. */
  readonly sender?: string;
  /** Its elements; `null`: no value. */
  readonly values: readonly (number | null)[];
}

/** The vector closest to a time; the latest complete one without a time. */
export function vectorAt(
  buffer: HeatBuffer,
  time: number | undefined,
): ShownVector | undefined {
  if (time === undefined) return buffer.latest;
  const { columns } = buffer;
  const after = buffer.indexFrom(time);
  const [before, next] = [columns[after - 1], columns[after]];
  const nearest = before === undefined ||
      next !== undefined && next.time - time < time - before.time
    ? next
    : before;
  if (nearest === undefined) return undefined;
  const values = [...nearest.values]
    .map((value) => Number.isNaN(value) ? null : value);
  return { time: nearest.time, values };
}
