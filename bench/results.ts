/**
 * The result of a whole benchmark: the content of `latest.json`.
 *
 * @module
 */
import type { Latency } from "../load/visibility.ts";
import type { Machine } from "./machine.ts";
import type { Measured } from "./measure.ts";
import type { Scenario, Trickle } from "./scenarios.ts";

/** A rate for each round; unset if the round failed. */
export type Rates = readonly (number | undefined)[];

/** A contestant in a scenario: medians over the rounds. */
export interface Figure extends Scenario {
  /** Its name. */
  readonly contestant: string;
  /** Tuples per second; unset if every run failed. */
  readonly rate: number | undefined;
  /** The rate of each round. */
  readonly rates: Rates;
  /** Seconds of CPU per million tuples; Linux only. */
  readonly cpuPerMillion: number | undefined;
  /** Peak memory of all runs, in bytes; Linux only. */
  readonly peakBytes: number | undefined;
}

/** A contestant with slow connections. */
export interface TrickleFigure extends Trickle {
  /** Its name. */
  readonly contestant: string;
  /** Percent of one core; Linux only. */
  readonly cpuPercent: number | undefined;
  /** Peak memory, in bytes; Linux only. */
  readonly peakBytes: number | undefined;
  /** The time until tuples were visible to another reader. */
  readonly latency: Latency | undefined;
}

/** Rows per second of a yardstick, the median over the rounds. */
export interface YardstickFigure {
  /** Its name. */
  readonly name: string;
  /** Rows per second; unset if it can't be measured. */
  readonly rate: number | undefined;
  /** The rate of each round. */
  readonly rates: Rates;
}

/** All results. */
export interface BenchResults {
  /** The hardware and software. */
  readonly machine: Machine;
  /** Tuples of each run. */
  readonly tuples: number;
  /** Rounds. */
  readonly rounds: number;
  /** The yardsticks. */
  readonly yardsticks: readonly YardstickFigure[];
  /** The figures at full speed. */
  readonly figures: readonly Figure[];
  /** The figures with slow connections. */
  readonly trickles: readonly TrickleFigure[];
  /** Errors of all runs. */
  readonly faults: readonly string[];
}

/** Summarizes the rounds of a contestant in a scenario. */
export function toFigure(
  scenario: Scenario,
  contestant: string,
  runs: readonly Measured[],
): Figure {
  const rates = runs.map(({ report }) => report?.tuplesPerSecond);
  const good = runs.flatMap((run) => run.report === undefined ? [] : [run]);
  const perMillion = good.map(({ report, cpuSeconds }) =>
    report && cpuSeconds && 1e6 * cpuSeconds / report.tuples
  );
  return {
    ...scenario,
    contestant,
    rate: median(rates),
    rates,
    cpuPerMillion: median(perMillion),
    peakBytes: greatest(good.map(({ peakBytes }) => peakBytes)),
  };
}

/** Summarizes a run with slow connections. */
export function toTrickleFigure(
  trickle: Trickle,
  contestant: string,
  { report, cpuSeconds, peakBytes }: Measured,
): TrickleFigure {
  return {
    ...trickle,
    contestant,
    cpuPercent: report && cpuSeconds && 100 * cpuSeconds / report.seconds,
    peakBytes,
    latency: report?.latency,
  };
}

/**
 * How many times as fast `one` was as `other`: the median of the rounds'
 * ratios, because both were measured in the same minutes of a round.
 */
export function medianRatio(one: Rates, other: Rates): number | undefined {
  return median(one.map((rate, i) => {
    const against = other[i];
    return rate === undefined || against === undefined
      ? undefined
      : rate / against;
  }));
}

/** The median of the known values. */
export function median(
  values: readonly (number | undefined)[],
): number | undefined {
  const sorted = known(values).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 || sorted.length === 0
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

function greatest(values: readonly (number | undefined)[]): number | undefined {
  const found = known(values);
  return found.length === 0 ? undefined : Math.max(...found);
}

function known(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}
