/**
 * Runs a suite of test files: all in parallel, then each that failed once more,
 * alone. Plain JavaScript, for it must start on any Node from 20 on.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../install.mjs";
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

/** Runs files by a runner; resolves with what becomes of each test. */
export async function runSuite(suite, files, runner) {
  console.log(`\n== ${suite}`);
  const tests = withFaults(await runner(files), files);
  const alone = [];
  for (const file of filesToRunAlone(tests)) {
    console.log(`\n== ${suite}: ${file} failed, and runs once more, alone`);
    alone.push(...withFaults(await runner([file]), [file]));
  }
  return { suite, ...afterRunsAlone(tests, alone) };
}

/** Runs a program that counts as one test, which passes where it leaves with 0. */
export async function runCheck(suite, program, args) {
  console.log(`\n== ${suite}`);
  return { suite, tests: [checked(await run(program, args))] };
}
