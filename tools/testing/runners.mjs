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
    withReport(async (path, read) => {
      const args = ["test", "-A", "--no-check", "--parallel"];
      const end = await run(deno, [...args, `--junit-path=${path}`, ...files], {
        DENO_JOBS: JOBS,
      });
      return { ...end, ...denoReport(end.stdout, read()) };
    });
}

/** Runs each file as a separate process. */
export function nodeRunner(node, ...options) {
  const reporter = join(root, "tools", "testing", "node_reporter.mjs");
  return (files) =>
    withReport(async (path, read) => {
      const end = await run(node, [
        ...["--test", `--test-concurrency=${JOBS}`, "--test-timeout=120000"],
        ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
        ...[`--test-reporter=${reporter}`],
        ...[`--test-reporter-destination=${path}`],
        ...options,
        ...files,
      ]);
      return { ...end, ...nodeReport(read(), root) };
    });
}

/** Passes on a path for a report, and a function that reads it. */
async function withReport(use) {
  const directory = mkdtempSync(join(tmpdir(), "oml-tests-"));
  const path = join(directory, "report");
  try {
    return await use(path, () => readIfThere(path));
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
