/**
 * Measures the server and the proxy: `deno task bench [--help]`.
 *
 * Everything is measured in turn within each round, so that other load on the
 * machine affects all contestants alike.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type BenchFlags, parseBenchFlags } from "./bench_flags.ts";
import { contestants, ROOT } from "./contestants.ts";
import { describeMachine, type Machine } from "./machine.ts";
import { isChosen } from "./option_values.ts";
import { writePlots } from "./plot.ts";
import { KNOWS_USAGE } from "./process_usage.ts";
import { formatResults } from "./report.ts";
import type { BenchResults, Measured, Run } from "./results.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";
import { YARDSTICKS, YARDSTICKS_NAME } from "./yardsticks.ts";

/** Collects the measurements. */
class Bench {
  readonly #flags: BenchFlags;
  readonly #contestants: ReturnType<typeof contestants>;
  readonly #runs: Run[];
  readonly #machine: Machine;
  readonly #save: (results: BenchResults) => void;

  /** `earlier` runs are kept. `save` gets the results after each run. */
  constructor(
    flags: BenchFlags,
    earlier: readonly Run[],
    save: (results: BenchResults) => void,
  ) {
    this.#flags = flags;
    this.#contestants = contestants(flags);
    this.#runs = [...earlier];
    this.#machine = describeMachine(flags.node);
    this.#save = save;
  }

  /** The results so far. */
  get results(): BenchResults {
    const { size } = this.#flags;
    return { machine: this.#machine, size, runs: this.#runs };
  }

  async run(): Promise<void> {
    const { rounds, only } = this.#flags;
    const first = 1 + Math.max(0, ...this.#runs.map(({ round }) => round));
    for (let round = first; round < first + rounds; round++) {
      say(`round ${round}`);
      if (isChosen(only, YARDSTICKS_NAME)) this.#measureYardsticks(round);
      for (const scenario of SCENARIOS) {
        if (!isChosen(only, scenario.name)) continue;
        await this.#measure(scenario, round);
      }
    }
  }

  #measureYardsticks(round: number): void {
    for (const { name, measure } of YARDSTICKS) {
      const figures = { rate: measure(this.#flags.size.tuples) };
      this.#note(YARDSTICKS_NAME, name, round, { figures, faults: [] });
    }
  }

  async #measure(scenario: Scenario, round: number): Promise<void> {
    const { size } = this.#flags;
    const all = this.#contestants[scenario.of];
    const together = scenario.together
      ? all.map((contestant) => scenario.measure(contestant, size))
      : [];
    for (const [i, contestant] of all.entries()) {
      const measured =
        await (together[i] ?? scenario.measure(contestant, size));
      this.#note(scenario.name, contestant.name, round, measured);
    }
  }

  #note(
    scenario: string,
    contestant: string,
    round: number,
    { figures, faults }: Measured,
  ): void {
    const values = Object.entries(figures)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
    say(`  ${scenario}, ${contestant}: ${values.join(", ") || "failed"}`);
    for (const fault of faults) say(`    WRONG ${fault}`);
    this.#runs.push({ scenario, contestant, round, figures, faults });
    this.#save(this.results);
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function readRuns(path: string): readonly Run[] {
  return (JSON.parse(readFileSync(path, "utf8")) as BenchResults).runs;
}

function writeDocs(results: BenchResults): void {
  const docs = join(ROOT, "docs");
  const tables = join(docs, "performance-results.md");
  writeFileSync(tables, formatResults(results));
  const written = [tables, ...writePlots(results, docs)];
  execFileSync(process.execPath, ["fmt", "--quiet", ...written]);
  say(`wrote ${written.join(", ")}`);
}

const flags = parseBenchFlags(process.argv.slice(2));
if (!KNOWS_USAGE) say("CPU and memory are only measured on Linux");
const earlier = flags.add === undefined ? [] : readRuns(flags.add);
const out = flags.out ?? mkdtempSync(join(tmpdir(), "oml2-results-"));
mkdirSync(out, { recursive: true });
const latest = join(out, "latest.json");
const bench = new Bench(
  flags,
  earlier,
  (results) => writeFileSync(latest, JSON.stringify(results, undefined, 2)),
);
await bench.run();
const { results } = bench;
process.stdout.write(formatResults(results));
say(`wrote ${latest}`);
if (flags.docs) writeDocs(results);
process.exit(results.runs.some(({ faults }) => faults.length > 0) ? 1 : 0);
