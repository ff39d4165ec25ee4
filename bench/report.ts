/**
 * Formats the results as tables.
 *
 * @module
 */
import type { BenchResults, Run, Size } from "./results.ts";
import { type Column, memory, resultsTable, table } from "./results_table.ts";
import {
  BY_CONNECTIONS,
  BY_EXPERIMENTS,
  HEADLINES,
  ORDINARY,
  PERMISSIONS,
  PROXIES,
  REST,
  type Scenario,
} from "./scenarios.ts";
import { YARDSTICK_ENTRIES, YARDSTICKS_NAME } from "./yardsticks.ts";

/** Limits on the age of a visible tuple, in milliseconds. */
const P99_LIMIT = 1000;
const MAX_LIMIT = 1500;

const RATE: Column = {
  ...{ head: "thousand tuples/s", figure: "rate", unit: 1000 },
  ...{ digits: 0, isCompared: true },
};
const CPU: Column = {
  ...{ head: "CPU s", figure: "cpuSeconds", unit: 1 },
  ...{ digits: 2, isCompared: true },
};
const MILLISECONDS = { unit: 1, digits: 0 };
const PEAK = memory("peak MiB", "peakBytes");

/** How fast, and at what cost. */
const SPEED: readonly Column[] = [
  RATE,
  { ...CPU, head: "CPU s / million", figure: "cpuPerMillion" },
  PEAK,
];

/** A part of the results. */
interface Section {
  readonly title: string;
  readonly scenarios: readonly Pick<Scenario, "name" | "title">[];
  readonly columns: readonly Column[];
  /** Whether the rates are compared with the yardsticks. */
  readonly hasYardsticks?: boolean;
  /** A sentence below the table. */
  note?(size: Size): string;
}

const SECTIONS: readonly Section[] = [
  {
    title: "Yardsticks",
    scenarios: [{ name: YARDSTICKS_NAME, title: "" }],
    columns: [{ ...RATE, head: "thousand rows/s", isCompared: false }],
  },
  {
    ...{ title: "Full speed", scenarios: HEADLINES },
    ...{ columns: SPEED, hasYardsticks: true },
  },
  {
    title: "By connections, into one experiment",
    ...{ scenarios: BY_CONNECTIONS, columns: SPEED },
  },
  {
    title: "By experiments, of 100 connections",
    ...{ scenarios: BY_EXPERIMENTS, columns: SPEED },
  },
  {
    ...{ title: "Ordinary loads", scenarios: ORDINARY },
    columns: [
      CPU,
      memory("MiB at the end", "endBytes"),
      { ...MILLISECONDS, head: "visible p50 ms", figure: "p50" },
      { ...MILLISECONDS, head: "p99 ms", figure: "p99", limit: P99_LIMIT },
      { ...MILLISECONDS, head: "max ms", figure: "max", limit: MAX_LIMIT },
    ],
    note: () =>
      `The limits of visibility are ${P99_LIMIT} ms (p99) and ` +
      `${MAX_LIMIT} ms (max); what exceeds them is bold.`,
  },
  {
    ...{ title: "At rest", scenarios: [REST] },
    columns: [
      { ...CPU, head: "start, CPU s", figure: "startCpu" },
      memory("after it, MiB", "startBytes"),
      { ...CPU, head: "rest, CPU s", figure: "restCpu" },
      memory("after a burst, MiB", "afterBurstBytes"),
    ],
    note: ({ startSeconds, restSeconds }) =>
      `The start is over after ${startSeconds} s. Rest takes ` +
      `${restSeconds} s, before and after a burst of ` +
      `${REST.connections} connections.`,
  },
  {
    ...{ title: "Permissions on Deno", scenarios: PERMISSIONS },
    columns: SPEED,
  },
  {
    ...{ title: "The paused proxy", scenarios: PROXIES },
    columns: [
      { ...CPU, head: "CPU % of a core", figure: "cpuPercent", digits: 1 },
      memory("at rest, MiB", "startBytes"),
      memory("at the end, MiB", "endBytes"),
    ],
  },
];

/** The results as Markdown. */
export function formatResults(results: BenchResults): string {
  const { machine, size, runs } = results;
  const faults = runs.flatMap(({ scenario, contestant, faults }) =>
    faults.map((fault) => `- ${scenario}, ${contestant}: ${fault}`)
  );
  return [
    "# Results",
    "Written by `deno task bench`; [performance.md](performance.md) explains " +
    "it. In brackets: relative to the last contestant of the same table.",
    table(["", "measured with"], [
      ["machine", machine.hardware],
      ["system", machine.system],
      ["runtimes", machine.versions],
      ["commit, date", `${machine.commit}, ${machine.date}`],
      [
        "runs",
        `medians of ${roundCount(runs)} rounds; ` +
        `${size.tuples.toLocaleString("en-US")} tuples, or ` +
        `${size.seconds} s at a rate`,
      ],
    ]),
    ...SECTIONS.flatMap((section) => formatSection(results, section)),
    ...faults.length === 0
      ? ["Every run was checked: nothing is missing, doubled or changed."]
      : ["## Faults", faults.join("\n")],
  ].join("\n\n") + "\n";
}

/** The number of rounds of the scenario with the most. */
function roundCount(runs: readonly Run[]): number {
  const byEntry = Map.groupBy(
    runs,
    ({ scenario, contestant }) => `${scenario} ${contestant}`,
  );
  return Math.max(0, ...[...byEntry.values()].map(({ length }) => length));
}

function formatSection(
  { runs, size }: BenchResults,
  { title, scenarios, columns, hasYardsticks, note }: Section,
): string[] {
  const yardsticks = hasYardsticks ? YARDSTICK_ENTRIES : [];
  const measured = scenarios.filter(({ name }) =>
    runs.some(({ scenario }) => scenario === name)
  );
  if (measured.length === 0) return [];
  return [
    `## ${title}`,
    resultsTable(runs, measured, columns, yardsticks),
    ...note === undefined ? [] : [note(size)],
  ];
}
