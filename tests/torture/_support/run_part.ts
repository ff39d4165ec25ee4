import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describeMachine } from "../../../bench/machine.ts";
import { denoReport } from "../../../tools/testing/deno_report.mjs";
import { nodeReport } from "../../../tools/testing/node_report.mjs";
import { run } from "../../../tools/testing/run.mjs";
import { withFaults } from "../../../tools/testing/verdict.mjs";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { coverageOf, type Covered } from "./coverage.ts";
import type { Part, RuntimeName } from "./parts.ts";
import { type PartResult, soakName, type TestResult } from "./results.ts";

/** A long form prints nothing for so long. */
const SILENCE_MS = 3 * 3_600_000;

/** How parts run. */
export interface Form {
  readonly isLong: boolean;
  readonly seed: number;
  /** The part of the long form's numbers. */
  readonly share: number;
  /** Minutes of the soak. */
  readonly minutes: number;
}

/** Node: the one that the tests have installed, or the system's. */
const INSTALLED = join(repositoryRoot, "tools/node_modules/.bin/node");
const NODE = existsSync(INSTALLED) ? INSTALLED : "node";

/** Runs a part on a runtime. */
export async function runPart(
  part: Part,
  runtime: RuntimeName,
  form: Form,
): Promise<PartResult> {
  const root = makeTempDir();
  try {
    const told = join(root, "told");
    const env = {
      OML_SEED: `${form.seed}`,
      OML_SHARE: `${form.share}`,
      OML_MINUTES: `${form.minutes}`,
      OML_TORTURE_TOLD: told,
      ...form.isLong && { OML_LONG: "1", OML_SOAK: soakPath(runtime) },
    };
    const began = performance.now();
    const tests = runtime === "deno"
      ? await onDeno(part, root, env)
      : await onNode(part, root, env);
    return {
      part: part.name,
      runtime,
      command: commandOf(part, runtime, form),
      seconds: (performance.now() - began) / 1_000,
      machine: describeMachine(NODE),
      tests: withTold(tests, read(told)),
      coverage: coverageIn(root),
    };
  } finally {
    removeTempDir(root);
  }
}

function soakPath(runtime: RuntimeName): string {
  return join(repositoryRoot, "docs", soakName(runtime));
}

/** The command that repeats a part. */
function commandOf(
  { name }: Part,
  runtime: RuntimeName,
  { isLong, seed, share, minutes }: Form,
): string {
  return [
    "deno task torture",
    ...isLong ? ["--long"] : [],
    `--only ${name} --runtime ${runtime} --seed ${seed}`,
    ...share === 1 ? [] : [`--share ${share}`],
    ...name === "soak" && isLong ? [`--minutes ${minutes}`] : [],
  ].join(" ");
}

type Reported = Omit<TestResult, "told">;
type Env = Readonly<Record<string, string>>;

async function onDeno(
  { name, file }: Part,
  root: string,
  env: Env,
): Promise<readonly Reported[]> {
  const junit = join(root, "junit");
  const end = await run(
    process.execPath,
    [
      ...["test", "-A", "--no-check", "--parallel", `--junit-path=${junit}`],
      ...name === "codec" ? [`--coverage=${join(root, "coverage")}`] : [],
      file,
    ],
    { env, silenceMs: SILENCE_MS },
  );
  return withFaults({ ...end, ...denoReport(end.stdout, read(junit)) }, [file]);
}

async function onNode(
  { file }: Part,
  root: string,
  env: Env,
): Promise<readonly Reported[]> {
  const path = join(root, "report");
  const end = await run(
    NODE,
    [
      ...["--test", "--test-concurrency=1"],
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      `--test-reporter=${
        join(repositoryRoot, "tools/testing/node_reporter.mjs")
      }`,
      `--test-reporter-destination=${path}`,
      file,
    ],
    { env, silenceMs: SILENCE_MS },
  );
  return withFaults(
    { ...end, ...nodeReport(read(path), repositoryRoot) },
    [file],
  );
}

/** The tests with what they have told. */
function withTold(tests: readonly Reported[], lines: string): TestResult[] {
  const told = lines.split("\n").filter((line) => line !== "")
    .map((line): { name: string; text: string } => JSON.parse(line));
  return tests.map(({ name, outcome, seconds }) => ({
    ...{ name, outcome, seconds },
    told: told.filter((each) => each.name === name).map(({ text }) => text),
  }));
}

function coverageIn(root: string): readonly Covered[] | undefined {
  const directory = join(root, "coverage");
  if (!existsSync(directory)) return undefined;
  const { stdout } = spawnSync(
    process.execPath,
    ["coverage", "--lcov", "--include=/codec/", "--exclude=/tests/", directory],
    { cwd: repositoryRoot, encoding: "utf8" },
  );
  return coverageOf(stdout, "codec");
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
