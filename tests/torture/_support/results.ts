import type { Machine } from "../../../bench/machine.ts";
import type { Covered } from "./coverage.ts";
import type { RuntimeName } from "./parts.ts";

/** A test that ran, and what it saw. */
export interface TestResult {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly seconds: number;
  readonly told: readonly string[];
}

/** A part that ran on a runtime. */
export interface PartResult {
  readonly part: string;
  readonly runtime: RuntimeName;
  /** The command that repeats it. */
  readonly command: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly tests: readonly TestResult[];
  /** What the inputs have run, if that was measured. */
  readonly coverage?: readonly Covered[] | undefined;
}

/** The name of the soak's plot and of its summary, without its end. */
export function soakName(runtime: RuntimeName): string {
  return `reliability-soak-${runtime}`;
}

/** Adds results; those of the same part and runtime are replaced. */
export function merged(
  before: readonly PartResult[],
  after: readonly PartResult[],
): readonly PartResult[] {
  const key = ({ part, runtime }: PartResult) => `${part} ${runtime}`;
  const all = new Map([...before, ...after].map((each) => [key(each), each]));
  return [...all.values()];
}

/** The number of tests that failed. */
export function violations(results: readonly PartResult[]): number {
  return results.flatMap(({ tests }) => tests)
    .filter(({ outcome }) => outcome === "failed").length;
}

/** The page about results. */
export function resultsPage(results: readonly PartResult[]): string {
  const tests = results.flatMap(({ tests }) => tests);
  const skipped = tests.filter(({ outcome }) => outcome === "skipped").length;
  const seconds = results.reduce((sum, each) => sum + each.seconds, 0);
  const found = violations(results);
  return [
    "# Results of the long form",
    "",
    "Written by `deno task torture --long`; do not edit it.",
    "[Reliability](reliability.md) says what each test does.",
    "",
    `**${found} violation${found === 1 ? "" : "s"}** in ${tests.length} ` +
    `tests, of which ${skipped} skipped; ${time(seconds)} in all.`,
    "",
    ...results.flatMap(section),
  ].join("\n");
}

function section(result: PartResult): string[] {
  const { part, runtime, command, seconds, machine, tests } = result;
  const { date, versions, commit, hardware, system } = machine;
  return [
    `## ${part}, ${runtime}`,
    "",
    `\`${command}\``,
    "",
    `${date}, ${time(seconds)}, commit ${commit}, ${versions}, ${system}, ` +
    `${hardware}.`,
    "",
    ...tests.flatMap(entry),
    "",
    ...part === "soak"
      ? [
        `![Memory, handles, threads and latency](${soakName(runtime)}.svg)`,
        "",
      ]
      : [],
    ...result.coverage === undefined ? [] : coverageTable(result.coverage),
  ];
}

function entry({ name, outcome, seconds, told }: TestResult): string[] {
  const result = outcome === "failed" ? "**VIOLATED**" : outcome;
  return [
    `- ${name}: ${result}, ${time(seconds)}`,
    ...told.map((text) => `  - ${text}`),
  ];
}

function coverageTable(coverage: readonly Covered[]): string[] {
  return [
    "What the inputs have run:",
    "",
    "| folder | lines | branches |",
    "| --- | --- | --- |",
    ...coverage.map(({ folder, lines, branches }) =>
      `| ${folder} | ${share(lines)} | ${share(branches)} |`
    ),
    "",
  ];
}

function share([run, all]: readonly [number, number]): string {
  const percent = all === 0 ? 100 : 100 * run / all;
  return `${percent.toFixed(1)} % (${run} of ${all})`;
}

function time(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ` +
    `${whole % 60} s`;
}
