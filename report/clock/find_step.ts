/**
 * Finds out whether a clock was set during the run.
 *
 * @module
 */
import type { FastTuple } from "../digest/fastest_tuples.ts";
import type { StepReport } from "../report.ts";
import { medianOf } from "./theil_sen.ts";

/** Fewest points on each side of a step. */
const FEWEST = 4;

/** A step has at least this many seconds, */
const LEAST_SECONDS = 0.5;

/** and is at least this many times what the points differ by otherwise. */
const TIMES_OTHERS = 8;

/**
 * The largest step between two points, before and after which the offsets stay
 * about the same; `undefined` if there is none.
 */
export function findStep(
  fastest: readonly FastTuple[],
): StepReport | undefined {
  let found: StepReport | undefined;
  for (let at = FEWEST; at <= fastest.length - FEWEST; at++) {
    const seconds = fastest[at].offset - fastest[at - 1].offset;
    if (Math.abs(seconds) <= Math.abs(found?.seconds ?? 0)) continue;
    found = { time: fastest[at].time, seconds };
  }
  if (found === undefined) return undefined;
  const { time } = found;
  const before = offsets(fastest.filter((each) => each.time < time));
  const after = offsets(fastest.filter((each) => each.time >= time));
  const seconds = medianOf(after) - medianOf(before);
  const others = Math.max(rangeOf(before), rangeOf(after));
  const isStep =
    Math.abs(seconds) >= Math.max(LEAST_SECONDS, TIMES_OTHERS * others);
  return isStep ? { time, seconds } : undefined;
}

function offsets(points: readonly FastTuple[]): Float64Array {
  return Float64Array.from(points, ({ offset }) => offset).sort();
}

/** The range of the middle half. */
function rangeOf(sorted: Float64Array): number {
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  return at(3 / 4) - at(1 / 4);
}
