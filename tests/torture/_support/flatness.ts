/** A value that was measured again and again. */
export interface Line {
  readonly name: string;
  readonly unit: string;
  /** Minutes since the start, and the value. */
  readonly points: readonly (readonly [minutes: number, value: number])[];
  /** The most that it may grow, in its unit, whatever its size. */
  readonly allowed: number;
}

/** How a line grows. */
export interface Growth {
  readonly name: string;
  readonly unit: string;
  readonly mean: number;
  /** Growth from the first to the last point along the line that fits best. */
  readonly growth: number;
  readonly isFlat: boolean;
}

/** The first part of a run, in which programs reach their size. */
const WARM_UP = 0.2;

/** The most growth of a flat line as a part of its mean. */
const FLAT = 0.1;

/** How a line grows after the warm-up, by least squares. */
export function growthOf({ name, unit, points, allowed }: Line): Growth {
  const late = points.slice(Math.floor(WARM_UP * points.length));
  const mean = average(late.map(([, value]) => value));
  const middle = average(late.map(([at]) => at));
  const sum = (of: (at: number, value: number) => number) =>
    late.reduce((all, [at, value]) => all + of(at - middle, value - mean), 0);
  const slope = sum((at, value) => at * value) / (sum((at) => at * at) || 1);
  const span = (late.at(-1)?.[0] ?? 0) - (late[0]?.[0] ?? 0);
  const growth = slope * span;
  const isFlat = growth <= Math.max(allowed, FLAT * mean);
  return { name, unit, mean: round(mean), growth: round(growth), isFlat };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
