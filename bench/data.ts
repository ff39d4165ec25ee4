/**
 * Measures what reads and writes stored experiments: `deno task bench:data
 * [--help]`. Prints the tables of docs/performance.md.
 *
 * @module
 */
import { Command } from "commander";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Forms } from "./contestants.ts";
import { DataFiles } from "./data_files.ts";
import {
  type Data,
  type DataScenario,
  dataScenarios,
} from "./data_scenarios.ts";
import { describeMachine } from "./machine.ts";
import {
  append,
  chooser,
  isMeant,
  parseCount,
  parseRounds,
} from "./option_values.ts";
import type { Run } from "./results.ts";
import { type Column, memory, resultsTable } from "./results_table.ts";

const COLUMNS: readonly Column[] = [
  {
    ...{ head: "thousand rows/s", figure: "rate", unit: 1000 },
    ...{ digits: 0, isCompared: true },
  },
  {
    ...{ head: "CPU s / million", figure: "cpuPerMillion", unit: 1 },
    ...{ digits: 2, isCompared: true },
  },
  memory("peak MiB", "peakBytes"),
  { ...memory("without files", "ownBytes"), isCompared: false },
];

const command = new Command("deno task bench:data")
  .description("Measures import, export, verify and report.")
  .option("--rows <n>", "rows of the experiment", parseCount, 2_000_000)
  .option("--rounds <n>", "rounds", parseRounds, 3)
  .option("--only <name>", "only this scenario, or all with this word", append)
  .option(
    "--runtime <name>",
    "deno or node (default: both)",
    chooser(["deno", "node"]),
  )
  .option("--node <program>", "the Node to use", "node")
  .option("--executable <file>", "an executable of oml2, too", append)
  .allowExcessArguments(false)
  .parse(process.argv.slice(2), { from: "user" });
const { rows, rounds, only, runtime, node, executable = [] } = command.opts();
const forms: Forms = {
  ...{ runtimes: runtime ?? ["deno", "node"], node },
  executables: executable,
};
const all = dataScenarios(forms);
const scenarios = all.filter(({ name }) =>
  only === undefined || only.some((word: string) => isMeant(word, name))
);
if (scenarios.length === 0) {
  command.error(
    `--only: choose from ${all.map(({ name }) => name).join(", ")}`,
  );
}

const dir = mkdtempSync(join(tmpdir(), "oml2-data-"));
try {
  const files = await DataFiles.create(dir, rows);
  await using postgres = scenarios.some(({ inPostgres }) => inPostgres)
    ? await files.startPostgres()
    : undefined;
  const runs = await measureAll({ files, postgres });
  const { hardware, system, versions, commit } = describeMachine(node);
  console.log(`${hardware}, ${system}; ${versions}; ${commit}`);
  console.log(`${files.rows} rows, medians of ${rounds} rounds\n`);
  const groups = Map.groupBy(scenarios, ({ name }) => name.split("-")[0]);
  for (const group of groups.values()) {
    console.log(`${resultsTable(runs, group, COLUMNS)}\n`);
  }
} finally {
  rmSync(dir, { recursive: true });
}

async function measureAll(data: Data): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const scenario of scenarios) {
      for (const run of await measureRound(data, scenario, round)) {
        console.error(JSON.stringify(run));
        runs.push(run);
      }
    }
  }
  return runs;
}

/** Measures the contestants of a scenario, one after the other. */
async function measureRound(
  data: Data,
  { name: scenario, contestants }: DataScenario,
  round: number,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const { name: contestant, measure } of contestants) {
    runs.push({ scenario, contestant, round, ...await measure(data) });
  }
  return runs;
}
