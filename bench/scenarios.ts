/**
 * The scenarios of the benchmark.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";

/** A load at full speed. */
export interface Scenario {
  /** The content type. */
  readonly content: ContentMode;
  /** Connections. */
  readonly connections: number;
  /** Experiments that share the connections. */
  readonly experiments: number;
  /** The number of tuples as a multiple of that of the other runs. */
  readonly times: number;
}

/** Slow connections for some time. */
export interface Trickle {
  /** Connections. */
  readonly connections: number;
  /** Experiments that share the connections. */
  readonly experiments: number;
  /** Tuples per second of each connection. */
  readonly rate: number;
}

function text(connections: number, experiments: number, times = 1): Scenario {
  return { content: "text", connections, experiments, times };
}

/** The main figures. */
export const HEADLINES: readonly Scenario[] = [
  text(1, 1),
  { content: "binary", connections: 1, experiments: 1, times: 1 },
  text(20, 10),
  // As many tuples for each experiment as the other scenarios have in total.
  text(20, 10, 10),
];

/** An increasing number of connections in one experiment. */
export const BY_CONNECTIONS: readonly Scenario[] = [1, 10, 100, 1000]
  .map((connections) => text(connections, 1));

/** An increasing number of experiments with a hundred connections. */
export const BY_EXPERIMENTS: readonly Scenario[] = [1, 2, 10, 100]
  .map((experiments) => text(100, experiments));

/** All scenarios, each once. */
export const SCENARIOS: readonly Scenario[] = [
  ...new Map(
    [...HEADLINES, ...BY_CONNECTIONS, ...BY_EXPERIMENTS]
      .map((scenario) => [scenarioKey(scenario), scenario]),
  ).values(),
];

/** The cost of small streams, and their visibility. */
export const TRICKLES: readonly Trickle[] = [
  { connections: 1, experiments: 1, rate: 50 },
  { connections: 1000, experiments: 100, rate: 1 },
  { connections: 100, experiments: 10, rate: 10 },
];

/** A key, equal for equal scenarios. */
export function scenarioKey(scenario: Scenario): string {
  const { content, connections, experiments } = scenario;
  return `${content} ${connections}x${experiments}${longer(scenario)}`;
}

/** A note if a run is longer than the others. */
export function longer({ times }: Scenario): string {
  return times === 1 ? "" : `, ${times} times the tuples`;
}

/** The options of `oml2 load`. */
export function scenarioArgs(scenario: Scenario, tuples: number): string[] {
  return [
    ...["--tuples", String(tuples * scenario.times), `--${scenario.content}`],
    ...["--connections", String(scenario.connections)],
    ...["--experiments", String(scenario.experiments)],
  ];
}

/** The options of `oml2 load`. */
export function trickleArgs(trickle: Trickle, seconds: number): string[] {
  return [
    ...["--seconds", String(seconds), "--rate", String(trickle.rate)],
    ...["--connections", String(trickle.connections)],
    ...["--experiments", String(trickle.experiments), "--schema", "trickle"],
  ];
}
