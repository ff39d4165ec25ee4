/**
 * What is measured.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";

/** A load at full speed. */
export interface Scenario {
  /** How tuples are written. */
  readonly content: ContentMode;
  /** Connections. */
  readonly connections: number;
  /** Experiments that they are dealt out to. */
  readonly experiments: number;
  /** So many times the tuples of the other runs. */
  readonly times: number;
}

/** Slow connections for a while. */
export interface Trickle {
  /** Connections. */
  readonly connections: number;
  /** Experiments that they are dealt out to. */
  readonly experiments: number;
  /** Tuples a second of each connection. */
  readonly rate: number;
}

function text(connections: number, experiments: number, times = 1): Scenario {
  return { content: "text", connections, experiments, times };
}

/** The figures that people compare. */
export const HEADLINES: readonly Scenario[] = [
  text(1, 1),
  { content: "binary", connections: 1, experiments: 1, times: 1 },
  text(20, 10),
  // As many tuples for each experiment as the others have in all.
  text(20, 10, 10),
];

/** More and more connections into one experiment. */
export const BY_CONNECTIONS: readonly Scenario[] = [1, 10, 100, 1000]
  .map((connections) => text(connections, 1));

/** More and more experiments of a hundred connections. */
export const BY_EXPERIMENTS: readonly Scenario[] = [1, 2, 10, 100]
  .map((experiments) => text(100, experiments));

/** All of them, each once. */
export const SCENARIOS: readonly Scenario[] = [
  ...new Map(
    [...HEADLINES, ...BY_CONNECTIONS, ...BY_EXPERIMENTS]
      .map((scenario) => [scenarioKey(scenario), scenario]),
  ).values(),
];

/** What small flows cost, and when they are visible. */
export const TRICKLES: readonly Trickle[] = [
  { connections: 1000, experiments: 100, rate: 1 },
  { connections: 100, experiments: 10, rate: 10 },
];

/** The same for the same scenario. */
export function scenarioKey(scenario: Scenario): string {
  const { content, connections, experiments } = scenario;
  return `${content} ${connections}x${experiments}${longer(scenario)}`;
}

/** Says so where a run is longer than the others. */
export function longer({ times }: Scenario): string {
  return times === 1 ? "" : `, ${times} times the tuples`;
}

/** What `oml2 load` must be asked for. */
export function scenarioArgs(scenario: Scenario, tuples: number): string[] {
  return [
    ...["--tuples", String(tuples * scenario.times), `--${scenario.content}`],
    ...["--connections", String(scenario.connections)],
    ...["--experiments", String(scenario.experiments)],
  ];
}

/** What `oml2 load` must be asked for. */
export function trickleArgs(trickle: Trickle, seconds: number): string[] {
  return [
    ...["--seconds", String(seconds), "--rate", String(trickle.rate)],
    ...["--connections", String(trickle.connections)],
    ...["--experiments", String(trickle.experiments), "--schema", "trickle"],
  ];
}
