/**
 * Whether a sender still sends to a table.
 *
 * @module
 */
import type { ActivityCell } from "../../archive/activity.ts";

/**
 * `sending`; `silent`: it has sent nothing for longer than usual, or is not
 * connected; `once`: too few tuples to know what is usual; `ended`: the experiment is not live;
 * `counting`: its latest rows are not counted yet.
 */
export type Pulse = "sending" | "silent" | "once" | "ended" | "counting";

/** When a pulse is taken, and of whom. */
export interface PulseMoment {
  /** The time, UNIX seconds. */
  readonly now: number;
  /** The start of the experiment, UNIX seconds; unset if unknown. */
  readonly startTime: number | undefined;
  /** Whether the experiment is live. */
  readonly isLive: boolean;
  /** Whether all rows are counted. */
  readonly isCounted: boolean;
  /** Whether the sender is connected; unset if that is not known. */
  readonly isConnected?: boolean;
}

/** A sender is not silent for less than this many seconds. */
const SHORTEST_SILENCE = 5;

/** Nor for less than this many of its usual intervals. */
const INTERVALS = 5;

/** Whether the sender of a cell still sends. */
export function pulseOf(cell: ActivityCell, moment: PulseMoment): Pulse {
  if (!moment.isLive) return "ended";
  const age = ageOf(cell, moment);
  const limit = silenceLimit(cell);
  if (moment.isConnected === false && limit !== undefined) return "silent";
  // Without a start the times of rows can't be compared with the clock.
  if (age === undefined ? cell.rate > 0 : age <= (limit ?? SHORTEST_SILENCE)) {
    return "sending";
  }
  if (!moment.isCounted) return "counting";
  return limit === undefined ? "once" : "silent";
}

/** Seconds since the last tuple of a cell; unset if unknown. */
export function ageOf(
  cell: ActivityCell,
  { now, startTime }: Pick<PulseMoment, "now" | "startTime">,
): number | undefined {
  return startTime === undefined ? undefined : now - startTime - cell.last;
}

/**
 * Seconds without a tuple after which a sender is silent; unset if it has sent
 * too little to tell.
 */
export function silenceLimit(cell: ActivityCell): number | undefined {
  const interval = usualInterval(cell);
  return interval === undefined
    ? undefined
    : Math.max(SHORTEST_SILENCE, INTERVALS * interval);
}

/** The average interval, without the longest one: a client may have paused. */
function usualInterval(cell: ActivityCell): number | undefined {
  const { tuples, first, last, longestSilence } = cell;
  if (tuples < 2) return undefined;
  if (tuples === 2) return last - first;
  return Math.max(0, last - first - longestSilence) / (tuples - 2);
}
