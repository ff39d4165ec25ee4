/**
 * Plots the results: `deno run -A bench/plot.ts latest.json DIR`.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { contestants, find } from "./report.ts";
import type { BenchResults, Figure } from "./results.ts";
import { BY_CONNECTIONS, BY_EXPERIMENTS, type Scenario } from "./scenarios.ts";
import { type Chart, drawCharts } from "./svg_chart.ts";

const MEMORY = "peak memory of the server, MB";
const THROUGHPUT = "million tuples/s";

/** Writes the plots into a directory; returns their paths. */
export function writePlots(results: BenchResults, dir: string): string[] {
  const megabytes = ({ peakBytes }: Figure) => peakBytes && peakBytes / 1e6;
  const millions = ({ rate }: Figure) => rate && rate / 1e6;
  const plots = {
    connections: [
      byConnections(
        results,
        "Throughput, one experiment",
        THROUGHPUT,
        millions,
      ),
    ],
    experiments: [
      byExperiments(
        results,
        "Throughput, 100 connections",
        THROUGHPUT,
        millions,
      ),
    ],
    memory: [
      byConnections(results, "Memory, one experiment", MEMORY, megabytes),
      byExperiments(results, "Memory, 100 connections", MEMORY, megabytes),
    ],
  };
  return Object.entries(plots).map(([name, charts]) => {
    const path = join(dir, `performance-${name}.svg`);
    writeFileSync(path, drawCharts(charts));
    return path;
  });
}

type Value = (figure: Figure) => number | undefined;

function byConnections(
  results: BenchResults,
  title: string,
  yLabel: string,
  value: Value,
): Chart {
  const x = ({ connections }: Scenario) => connections;
  const series = lines(results, BY_CONNECTIONS, x, value);
  return { title, xLabel: "connections", yLabel, series };
}

function byExperiments(
  results: BenchResults,
  title: string,
  yLabel: string,
  value: Value,
): Chart {
  const x = ({ experiments }: Scenario) => experiments;
  const series = lines(results, BY_EXPERIMENTS, x, value);
  return { title, xLabel: "experiments", yLabel, series };
}

function lines(
  results: BenchResults,
  scenarios: readonly Scenario[],
  x: (scenario: Scenario) => number,
  value: Value,
) {
  return contestants(results).map((name) => ({
    name,
    points: scenarios.flatMap((scenario) => {
      const figure = find(results.figures, scenario, name);
      const y = figure && value(figure);
      return y === undefined ? [] : [[x(scenario), y] as const];
    }),
  }));
}

if (import.meta.main) {
  const [json, dir = "."] = process.argv.slice(2);
  const results = JSON.parse(readFileSync(json, "utf8")) as BenchResults;
  console.log(writePlots(results, dir).join("\n"));
}
