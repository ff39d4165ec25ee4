/**
 * Runs a suite of test files: all in parallel, then each failed one again,
 * alone. Plain JavaScript, because it must start on any Node from 20 on.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { root } from "../install.mjs";
import { measureBusyShare } from "./busy_share.mjs";
import { run } from "./run.mjs";
import {
  afterRunsAlone,
  checked,
  filesToRunAlone,
  withFaults,
} from "./verdict.mjs";

/**
 * The folder of the tests of the page, which is the same on both runtimes. A
 * browser takes more of the processors than all else that a test does.
 */
const BROWSER = join("tests", "browser");

/**
 * The test files of the repository for a runtime, as paths from the root. Each
 * runtime has every second one of the browser's; with `OML_LONG` all of them.
 */
export function testFiles(runtime) {
  const all = readdirSync(join(root, "tests"), { recursive: true })
    .filter((name) => name.endsWith("_test.ts"))
    .map((name) => join("tests", name))
    .sort();
  if (process.env.OML_LONG) return all;
  const browser = all.filter((file) => dirname(file) === BROWSER);
  const first = runtime === "deno" ? 0 : 1;
  const left = browser.filter((_, i) => i % 2 !== first);
  return all.filter((file) => !left.includes(file));
}

/** Runs files with a runner; resolves with the outcome of each test. */
export async function runSuite(suite, files, runner) {
  console.log(`\n== ${suite}`);
  const told = measureBusyShare();
  const tests = withFaults(await runner(files), files);
  console.log(`\n== ${suite}: ${told()}`);
  const alone = [];
  for (const file of filesToRunAlone(tests)) {
    console.log(`\n== ${suite}: ${file} failed; running it again, alone`);
    alone.push(...withFaults(await runner([file]), [file]));
  }
  return { suite, ...afterRunsAlone(tests, alone) };
}

/**
 * Runs a program as one test, which passes if it exits with 0. Its output
 * appears at its end, since it runs beside others.
 */
export async function runCheck(suite, program, args) {
  const end = await run(program, args, { isShown: false });
  process.stdout.write(`\n== ${suite}\n${end.output}`);
  return { suite, tests: [checked(end)] };
}
