/**
 * The common start of several parts, to which all of their times refer.
 *
 * @module
 */
import { cannotMerge } from "./errors.ts";

/** The key of the start in the metadata. */
export const START_KEY = "start_time";

/** What is known about the times of a part. */
export interface TimedPart {
  /** Its path. */
  readonly path: string;
  /** Its start, UNIX seconds; unset if no client gave one. */
  readonly startTime: number | undefined;
  /** Whether it has rows. */
  readonly hasRows: boolean;
}

/** The start of the merged experiment, and what to add to times. */
export interface CommonStart {
  /** The earliest start, in whole UNIX seconds. */
  readonly startTime: number | undefined;
  /** Seconds to add to the times of each part. */
  readonly offsets: readonly number[];
}

/**
 * Finds the earliest start.
 *
 * @throws {MergeError} if only some parts have a start: the times of the others
 * are unrelated to it.
 */
export function commonStart(parts: readonly TimedPart[]): CommonStart {
  const starts = parts.flatMap(({ startTime }) => startTime ?? []);
  if (starts.length === 0) {
    return { startTime: undefined, offsets: parts.map(() => 0) };
  }
  const lacking = parts.find(({ startTime, hasRows }) =>
    startTime === undefined && hasRows
  );
  if (lacking !== undefined) {
    throw cannotMerge(lacking.path, "it has no start_time, but others have", {
      hint: "add the start of its clients, in UNIX seconds, to its " +
        `_experiment_metadata as the value of the key ${START_KEY}`,
    });
  }
  const first = Math.floor(starts.reduce((a, b) => Math.min(a, b)));
  return {
    startTime: first,
    offsets: parts.map(({ startTime = first }) => startTime - first),
  };
}
