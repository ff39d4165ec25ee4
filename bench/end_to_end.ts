/**
 * Measures the server: `deno task bench [--help]`.
 *
 * Everything is measured in turn within each round, so that other load on the
 * machine affects all contestants alike.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type BenchFlags, parseBenchFlags } from "./bench_flags.ts";
import { type Contestant, contestants, ROOT } from "./contestants.ts";
import { describeMachine } from "./machine.ts";
import { measure, type Measured } from "./measure.ts";
import { writePlots } from "./plot.ts";
import { KNOWS_USAGE } from "./process_usage.ts";
import { formatResults } from "./report.ts";
import {
  type BenchResults,
  median,
  toFigure,
  toTrickleFigure,
  type TrickleFigure,
} from "./results.ts";
import {
  scenarioArgs,
  scenarioKey,
  SCENARIOS,
  trickleArgs,
  TRICKLES,
} from "./scenarios.ts";
import { YARDSTICKS } from "./yardsticks.ts";

/** Collects the measurements. */
class Bench {
  readonly #flags: BenchFlags;
  readonly #contestants: readonly Contestant[];
  readonly #yardsticks = YARDSTICKS.map((): (number | undefined)[] => []);
  readonly #runs = new Map<string, Measured[]>();
  readonly #trickles: TrickleFigure[] = [];
  readonly #faults: string[] = [];

  constructor(flags: BenchFlags) {
    this.#flags = flags;
    this.#contestants = contestants(flags);
  }

  async run(): Promise<BenchResults> {
    const { rounds, tuples, node } = this.#flags;
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      this.#measureYardsticks();
      await this.#measureScenarios();
    }
    await this.#measureTrickles();
    return {
      machine: describeMachine(node),
      tuples,
      rounds,
      yardsticks: YARDSTICKS.map(({ name }, i) => ({
        name,
        rate: median(this.#yardsticks[i]),
        rates: this.#yardsticks[i],
      })),
      figures: SCENARIOS.flatMap((scenario) =>
        this.#contestants.map(({ name }) =>
          toFigure(scenario, name, this.#of(`${scenarioKey(scenario)} ${name}`))
        )
      ),
      trickles: this.#trickles,
      faults: this.#faults,
    };
  }

  #measureYardsticks(): void {
    for (const [i, yardstick] of YARDSTICKS.entries()) {
      const rate = yardstick.measure(this.#flags.tuples);
      this.#yardsticks[i].push(rate);
      if (rate !== undefined) say(`  ${yardstick.name}: ${inThousands(rate)}`);
    }
  }

  async #measureScenarios(): Promise<void> {
    for (const scenario of SCENARIOS) {
      for (const contestant of this.#contestants) {
        const key = `${scenarioKey(scenario)} ${contestant.name}`;
        const args = scenarioArgs(scenario, this.#flags.tuples);
        const run = await measure(contestant, args);
        this.#of(key).push(run);
        this.#note(key, run);
      }
    }
  }

  async #measureTrickles(): Promise<void> {
    say("slow connections");
    for (const trickle of TRICKLES) {
      for (const contestant of this.#contestants) {
        const args = trickleArgs(trickle, this.#flags.seconds);
        const run = await measure(contestant, args, { latency: true });
        const { connections, rate } = trickle;
        this.#trickles.push(toTrickleFigure(trickle, contestant.name, run));
        this.#note(`${connections} at ${rate}/s, ${contestant.name}`, run);
      }
    }
  }

  #of(key: string): Measured[] {
    const runs = this.#runs.get(key) ?? [];
    this.#runs.set(key, runs);
    return runs;
  }

  #note(what: string, { report, faults }: Measured): void {
    const rate = report === undefined
      ? "failed"
      : inThousands(report.tuplesPerSecond);
    say(`  ${what}: ${rate}`);
    for (const fault of faults) say(`    WRONG ${fault}`);
    this.#faults.push(...faults.map((fault) => `${what}: ${fault}`));
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function inThousands(rate: number): string {
  return `${(rate / 1000).toFixed(0)} thousand/s`;
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
const results = await new Bench(flags).run();
process.stdout.write(formatResults(results));
const out = flags.out ?? mkdtempSync(join(tmpdir(), "oml2-results-"));
mkdirSync(out, { recursive: true });
const latest = join(out, "latest.json");
writeFileSync(latest, JSON.stringify(results, undefined, 2));
say(`wrote ${latest}`);
if (flags.docs) writeDocs(results);
process.exit(results.faults.length === 0 ? 0 : 1);
