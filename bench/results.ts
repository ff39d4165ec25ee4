/**
 * The result of a whole benchmark: the content of `latest.json`.
 *
 * @module
 */
import type { Machine } from "./machine.ts";

/** How much each scenario sends, and how long it takes. */
export interface Size {
  /** Tuples of a load at full speed. */
  readonly tuples: number;
  /** Seconds of a load with a rate. */
  readonly seconds: number;
  /** Seconds after which the start of a program is over. */
  readonly startSeconds: number;
  /** Seconds of rest. */
  readonly restSeconds: number;
}

/**
 * What is measured. CPU and memory are known on Linux only, and a run that
 * failed has no figures.
 */
export interface Figures {
  /** Tuples or rows per second. */
  readonly rate?: number | undefined;
  /** Seconds of CPU of the whole load. */
  readonly cpuSeconds?: number | undefined;
  /** Seconds of CPU per million tuples. */
  readonly cpuPerMillion?: number | undefined;
  /** CPU during the load, in percent of a core. */
  readonly cpuPercent?: number | undefined;
  /** Peak of the resident memory, in bytes. */
  readonly peakBytes?: number | undefined;
  /** Peak of the resident memory that is not of files, in bytes. */
  readonly ownBytes?: number | undefined;
  /** Resident memory right after the load, in bytes. */
  readonly endBytes?: number | undefined;
  /** Median age of tuples that become visible, in milliseconds. */
  readonly p50?: number | undefined;
  /** Its 99th percentile. */
  readonly p99?: number | undefined;
  /** Its maximum. */
  readonly max?: number | undefined;
  /** Seconds of CPU of the start. */
  readonly startCpu?: number | undefined;
  /** Resident memory after the start, in bytes. */
  readonly startBytes?: number | undefined;
  /** Seconds of CPU of a while of rest. */
  readonly restCpu?: number | undefined;
  /** Resident memory a while after a burst of connections, in bytes. */
  readonly afterBurstBytes?: number | undefined;
}

/** The name of a figure. */
export type FigureName = keyof Figures;

/** The result of one run. */
export interface Measured {
  /** What was measured. */
  readonly figures: Figures;
  /** Errors: what was lost, doubled or changed, or why the run failed. */
  readonly faults: readonly string[];
}

/** What was measured in a scenario. */
export interface Entry {
  /** The scenario's name. */
  readonly scenario: string;
  /** The contestant's name. */
  readonly contestant: string;
}

/** One run of a contestant in a scenario. */
export interface Run extends Entry, Measured {
  /** The round; runs of the same round are compared. */
  readonly round: number;
}

/** All results. */
export interface BenchResults {
  /** The hardware and software. */
  readonly machine: Machine;
  /** How much was sent, and for how long. */
  readonly size: Size;
  /** All runs, of yardsticks as well. */
  readonly runs: readonly Run[];
}

/** A value for each round; unset if it is unknown. */
export type Rounds = readonly (number | undefined)[];

/** A figure of a contestant in a scenario, by round, from 1. */
export function roundsOf(
  runs: readonly Run[],
  { scenario, contestant }: Entry,
  figure: FigureName,
): Rounds {
  const rounds: (number | undefined)[] = [];
  for (const run of runs) {
    if (run.scenario !== scenario || run.contestant !== contestant) continue;
    rounds[run.round - 1] = run.figures[figure];
  }
  return Array.from(rounds);
}

/** Contestants of these scenarios, in order. */
export function contestantsOf(
  runs: readonly Run[],
  scenarios: readonly { readonly name: string }[],
): string[] {
  const names = new Set(scenarios.map(({ name }) => name));
  return [
    ...new Set(
      runs.filter(({ scenario }) => names.has(scenario))
        .map(({ contestant }) => contestant),
    ),
  ];
}

/**
 * How many times as much `one` was as `other`: the median of the rounds'
 * ratios, because both were measured in the same minutes of a round.
 */
export function medianRatio(one: Rounds, other: Rounds): number | undefined {
  return median(one.map((value, i) => {
    const against = other[i];
    return value === undefined || against === undefined || against === 0
      ? undefined
      : value / against;
  }));
}

/** The median of the known values. */
export function median(values: Rounds): number | undefined {
  const sorted = values.filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 || sorted.length === 0
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
