/**
 * Runs test files on Deno and on Node. Plain JavaScript, because it must start
 * on any Node from 20 on.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../install.mjs";
import { denoReport } from "./deno_report.mjs";
import { grouped } from "./groups.mjs";
import { nodeReport } from "./node_report.mjs";
import { run } from "./run.mjs";

/**
 * Test files that run in parallel. Most of them wait most of the time, so there
 * may be more than processors.
 */
const JOBS = String(2 * availableParallelism());

/** Runs files as threads of one Deno; resolves with the tests and the exit. */
export function denoRunner(deno) {
  return (files) =>
    inDirectory(async (directory) => {
      const report = join(directory, "report");
      const end = await run(deno, [
        ...["test", "-A", "--no-check", "--parallel"],
        ...[`--junit-path=${report}`],
        ...grouped(files, directory),
      ], { env: { DENO_JOBS: JOBS } });
      return { ...end, ...denoReport(end.stdout, readIfThere(report)) };
    });
}

/** The same as processes of Node. */
export function nodeRunner(node) {
  const reporter = join(root, "tools", "testing", "node_reporter.mjs");
  return (files) =>
    inDirectory(async (directory) => {
      const report = join(directory, "report");
      const end = await run(node, [
        ...["--test", `--test-concurrency=${JOBS}`, "--test-timeout=120000"],
        ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
        ...[`--test-reporter=${reporter}`],
        ...[`--test-reporter-destination=${report}`],
        ...grouped(files, directory),
      ]);
      return { ...end, ...nodeReport(readIfThere(report), root) };
    });
}

/** Passes on a new directory, and removes it afterwards. */
async function inDirectory(use) {
  const directory = mkdtempSync(join(tmpdir(), "oml-tests-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The text of a file; empty if a runner exited before it wrote its report. */
function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
