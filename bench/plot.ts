/**
 * Plots the results: `deno run -A bench/plot.ts latest.json DIR`.
 *
 * @module
 */
import { Command } from "commander";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import {
  type BenchResults,
  contestantsOf,
  type FigureName,
  median,
  roundsOf,
  type Run,
} from "./results.ts";
import {
  BY_CONNECTIONS,
  BY_EXPERIMENTS,
  ORDINARY,
  type Scenario,
} from "./scenarios.ts";
import { type Chart, drawCharts, type Series } from "./svg_chart.ts";

/** A figure as the y axis of a plot. */
interface Axis {
  readonly yLabel: string;
  readonly figure: FigureName;
  /** What the figure is divided by. */
  readonly unit: number;
}

const THROUGHPUT: Axis = {
  ...{ yLabel: "million tuples/s", figure: "rate", unit: 1e6 },
};
const PEAK = memory("peak memory of the server, MiB", "peakBytes");
const AT_END = memory("resident memory at the end, MiB", "endBytes");
const CPU: Axis = {
  ...{ yLabel: "CPU of the whole load, seconds" },
  ...{ figure: "cpuSeconds", unit: 1 },
};

function memory(yLabel: string, figure: FigureName): Axis {
  return { yLabel, figure, unit: 2 ** 20 };
}

/** Writes the plots that have data into a directory; returns their paths. */
export function writePlots({ runs }: BenchResults, dir: string): string[] {
  const plots: Record<string, Chart[]> = {
    connections: [
      byConnections(runs, "Throughput, one experiment", THROUGHPUT),
    ],
    experiments: [
      byExperiments(runs, "Throughput, 100 connections", THROUGHPUT),
    ],
    memory: [
      byConnections(runs, "Memory, one experiment", PEAK),
      byExperiments(runs, "Memory, 100 connections", PEAK),
    ],
    ordinary: [
      byLoad(runs, "CPU at ordinary loads", CPU),
      byLoad(runs, "Memory at ordinary loads", AT_END),
    ],
  };
  return Object.entries(plots)
    .filter(([, charts]) => charts.some(({ series }) => series.length > 0))
    .map(([name, charts]) => {
      const path = join(dir, `performance-${name}.svg`);
      writeFileSync(path, drawCharts(charts));
      return path;
    });
}

function byConnections(runs: readonly Run[], title: string, axis: Axis): Chart {
  const x = ({ connections }: Scenario) => connections;
  const series = seriesOf(runs, BY_CONNECTIONS, axis, x);
  return { title, xLabel: "connections", yLabel: axis.yLabel, series };
}

function byExperiments(runs: readonly Run[], title: string, axis: Axis): Chart {
  const x = ({ experiments }: Scenario) => experiments;
  const series = seriesOf(runs, BY_EXPERIMENTS, axis, x);
  return { title, xLabel: "experiments", yLabel: axis.yLabel, series };
}

function byLoad(runs: readonly Run[], title: string, axis: Axis): Chart {
  const series = seriesOf(
    runs,
    ORDINARY,
    axis,
    (scenario) => ORDINARY.indexOf(scenario),
  );
  return {
    ...{ title, series, yLabel: axis.yLabel },
    xLabel: "connections x tuples/s of each",
    groups: ORDINARY.map(({ title }) =>
      title.replace(/ connections?| experiments?/g, "")
    ),
  };
}

/** A line for each contestant. */
function seriesOf(
  runs: readonly Run[],
  scenarios: readonly Scenario[],
  { figure, unit }: Axis,
  x: (scenario: Scenario) => number,
): Series[] {
  return contestantsOf(runs, scenarios).map((contestant) => ({
    name: contestant,
    points: scenarios.flatMap((scenario) => {
      const entry = { scenario: scenario.name, contestant };
      const y = median(roundsOf(runs, entry, figure));
      return y === undefined ? [] : [[x(scenario), y / unit] as const];
    }),
  }));
}

if (import.meta.main) {
  const [json, dir]: string[] = new Command("bench/plot.ts")
    .description("Plots the results of deno task bench.")
    .argument("<latest.json>", "the results")
    .argument("[dir]", "directory for the plots", ".")
    .parse(process.argv.slice(2), { from: "user" })
    .processedArgs;
  const results = JSON.parse(readFileSync(json, "utf8")) as BenchResults;
  console.log(writePlots(results, dir).join("\n"));
}
