/**
 * Runs a suite of test files: all in parallel, then each failed one again,
 * alone. Plain JavaScript, because it must start on any Node from 20 on.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
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

/** The test files of the repository, as paths from the root. */
export function testFiles() {
  return readdirSync(join(root, "tests"), { recursive: true })
    .filter((name) => name.endsWith("_test.ts"))
    .map((name) => join("tests", name))
    .sort();
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
