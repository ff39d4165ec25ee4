/**
 * Heights of panels, in pixels.
 *
 * @module
 */

/** Height of the texts below a chart. */
const TIMES = 28;

/** The height of a chart of lines among `count` panels. */
export function linesHeight(count: number, hasTimes: boolean): number {
  const plot = count <= 1 ? 360 : count === 2 ? 240 : 190;
  return plot + (hasTimes ? TIMES : 0);
}

/** The height of a chart with a lane for each of `senders`. */
export function laneHeight(senders: number, hasTimes: boolean): number {
  const lane = senders <= 3 ? 32 : senders <= 16 ? 18 : 8;
  const plot = Math.min(480, Math.max(64, senders * lane));
  return plot + 12 + (hasTimes ? TIMES : 0);
}
