/**
 * The scenarios of the benchmark.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import type { Contestant, Group } from "./contestants.ts";
import { measureLoad } from "./measure.ts";
import { measureProxy } from "./measure_proxy.ts";
import { measureRest } from "./measure_rest.ts";
import type { Measured, Size } from "./results.ts";

/** Something to measure. */
export interface Scenario {
  /** Its name, as in `--only`. */
  readonly name: string;
  /** What it is, in the tables. */
  readonly title: string;
  /** What it measures. */
  readonly of: Group;
  /** Connections. */
  readonly connections: number;
  /** Experiments that share the connections. */
  readonly experiments: number;
  /** Whether all contestants run at once: most of the time they only wait. */
  readonly together?: boolean;
  /** Measures it once. */
  measure(contestant: Contestant, size: Size): Promise<Measured>;
}

/** How many times the tuples of other scenarios a long one has. */
const LONG = 10;

/** The main figures. */
export const HEADLINES: readonly Scenario[] = [
  fullSpeed("text", 1, 1),
  fullSpeed("binary", 1, 1),
  fullSpeed("text", 20, 10),
  longLoad(20, 10),
  fullSpeed("text", 1000, 1),
  longLoad(1000, 1),
  fullSpeed("text", 100, 100),
  longLoad(100, 100),
];

/** An increasing number of connections in one experiment. */
export const BY_CONNECTIONS: readonly Scenario[] = [1, 10, 100, 1000]
  .map((connections) => fullSpeed("text", connections, 1));

/** An increasing number of experiments with a hundred connections. */
export const BY_EXPERIMENTS: readonly Scenario[] = [1, 2, 10, 100]
  .map((experiments) => fullSpeed("text", 100, experiments));

/** What clients of a testbed send. */
export const ORDINARY: readonly Scenario[] = [
  ordinary(1, 1, 50),
  ordinary(100, 10, 10),
  ordinary(1000, 100, 1),
];

/** An idle server, before and after a burst. */
export const REST: Scenario = {
  ...between(1000, 100),
  name: "rest",
  title: "",
  of: "servers",
  together: true,
  measure: (contestant, size) =>
    measureRest(contestant, size, [
      ...["--tuples", String(size.tuples)],
      ...loadArgs(between(1000, 100)),
    ]),
};

/** Permissions on Deno. */
export const PERMISSIONS: readonly Scenario[] = [
  [1, 1],
  [20, 10],
].map(([connections, experiments]): Scenario => ({
  ...fullSpeed("text", connections, experiments),
  name: `permissions-${connections}x${experiments}`,
  of: "permissions",
}));

/** A proxy that is paused, at 1,000 tuples/s. */
export const PROXIES: readonly Scenario[] = [proxy(1, 1000), proxy(10, 100)];

/** All scenarios, each once. */
export const SCENARIOS: readonly Scenario[] = [
  ...new Map(
    [
      ...[...HEADLINES, ...BY_CONNECTIONS, ...BY_EXPERIMENTS, ...ORDINARY],
      ...[REST, ...PERMISSIONS, ...PROXIES],
    ].map((scenario) => [scenario.name, scenario]),
  ).values(),
];

/** Connections and experiments. */
type Between = Pick<Scenario, "connections" | "experiments">;

function between(connections: number, experiments: number): Between {
  return { connections, experiments };
}

function fullSpeed(
  content: ContentMode,
  connections: number,
  experiments: number,
): Scenario {
  const flow = between(connections, experiments);
  return {
    ...flow,
    name: `${content}-${connections}x${experiments}`,
    title: `${content}, ${count(connections, "connection")} into ` +
      count(experiments, "experiment"),
    of: "servers",
    measure: (contestant, { tuples }) =>
      measureLoad(contestant, [
        ...["--tuples", String(tuples), `--${content}`],
        ...loadArgs(flow),
      ]),
  };
}

/** A load in which the start, and the cost of a connection, count for less. */
function longLoad(connections: number, experiments: number): Scenario {
  const short = fullSpeed("text", connections, experiments);
  return {
    ...short,
    name: `long-${connections}x${experiments}`,
    title: `${short.title}, ${LONG} times the tuples`,
    measure: (contestant, size) =>
      short.measure(contestant, { ...size, tuples: LONG * size.tuples }),
  };
}

function ordinary(
  connections: number,
  experiments: number,
  rate: number,
): Scenario {
  const flow = between(connections, experiments);
  return {
    ...flow,
    name: `slow-${connections}x${experiments}`,
    title: `${count(connections, "connection")} x ${rate}/s into ` +
      count(experiments, "experiment"),
    of: "servers",
    measure: (contestant, { seconds }) =>
      measureLoad(contestant, [
        ...["--seconds", String(seconds), "--rate", String(rate)],
        ...[...loadArgs(flow), "--schema", "trickle"],
      ], { isWatched: true }),
  };
}

function proxy(connections: number, rate: number): Scenario {
  const flow = between(connections, 1);
  return {
    ...flow,
    name: `proxy-${connections}`,
    title: `${count(connections, "client")} x ${
      rate.toLocaleString("en-US")
    }/s`,
    of: "proxies",
    measure: (contestant, size) =>
      measureProxy(contestant, size, { connections, rate }, loadArgs(flow)),
  };
}

/** The options of `oml2 load` that divide the tuples. */
function loadArgs({ connections, experiments }: Between): string[] {
  return [
    ...["--connections", String(connections)],
    ...["--experiments", String(experiments)],
  ];
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}
