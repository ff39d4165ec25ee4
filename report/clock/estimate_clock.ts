/**
 * How a sender's clock differs from the server's.
 *
 * The difference of client and server time is the offset of the clock less the
 * delay, which is never negative. So the fastest tuples are closest to the
 * offset: the upper envelope of the differences. A delay that all tuples have
 * can't be told from an offset, nor one that grows from a drift.
 *
 * @module
 */
import type { FastTuple } from "../digest/fastest_tuples.ts";
import { SLOTS } from "../digest/time_scale.ts";
import type { ClockReport, DriftReport, StepReport } from "../report.ts";
import { findStep } from "./find_step.ts";
import { medianOf, pairsOf, theilSen } from "./theil_sen.ts";

/** Fewest points, and seconds between the first and last, for a drift. */
const FEWEST_POINTS = 8;
const LEAST_SECONDS = 30;

/** No clock differs by more seconds per second: it is the pace of a replay. */
const FASTEST_DRIFT = 0.01;

/** Room for the slopes of a clock: those of thousands are estimated. */
export function spareForClocks(): Float64Array {
  return new Float64Array(pairsOf(SLOTS));
}

/**
 * Compares the clocks by the fastest tuples; `undefined` without any, and if
 * both times are always the same: an import has only the client's.
 */
export function estimateClock(
  fastest: readonly FastTuple[],
  spare: Float64Array = spareForClocks(),
): ClockReport | undefined {
  if (fastest.every(({ offset }) => offset === 0)) return undefined;
  const offset = fastest.reduce((a, b) => Math.max(a, b.offset), -Infinity);
  const step = findStep(fastest);
  const drift = step === undefined ? estimateDrift(fastest, spare) : undefined;
  const isReplayed = drift !== undefined &&
    Math.abs(drift.ppm) > FASTEST_DRIFT * 1e6;
  return {
    offset,
    spread: spreadOf(fastest, { drift: isReplayed ? undefined : drift, step }),
    drift: isReplayed ? null : drift ?? null,
    step: step ?? null,
    isReplayed,
    fastest,
  };
}

function estimateDrift(
  fastest: readonly FastTuple[],
  spare: Float64Array,
): DriftReport | undefined {
  const { time: from } = fastest[0];
  const seconds = fastest[fastest.length - 1].time - from;
  if (fastest.length < FEWEST_POINTS || seconds < LEAST_SECONDS) {
    return undefined;
  }
  const points = fastest.map(({ time, offset }) => ({ x: time, y: offset }));
  const { value, least, most } = theilSen(points, spare);
  const atStart = points.reduce(
    (highest, { x, y }) => Math.max(highest, y - value * (x - from)),
    -Infinity,
  );
  return {
    ...{ ppm: value * 1e6, least: least * 1e6, most: most * 1e6 },
    ...{ atStart, atEnd: atStart + value * seconds },
  };
}

/** The median distance of the points from the line above them. */
function spreadOf(
  fastest: readonly FastTuple[],
  { drift, step }: {
    readonly drift: DriftReport | undefined;
    readonly step: StepReport | undefined;
  },
): number {
  const slope = (drift?.ppm ?? 0) / 1e6;
  const levels = Float64Array.from(fastest, ({ time, offset }) => {
    const isAfter = step !== undefined && time >= step.time;
    return offset - slope * (time - fastest[0].time) -
      (isAfter ? step.seconds : 0);
  }).sort();
  return levels[levels.length - 1] - medianOf(levels);
}
