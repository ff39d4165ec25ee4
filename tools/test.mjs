/**
 * The one test command: installs what the tests need, checks the sources, and
 * runs every test on Deno and on Node. Plain JavaScript, for it must start on
 * any Node from 20 on.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { bin, install, root } from "./install.mjs";
import { installServers } from "./install_servers.mjs";
import { parityFaults } from "./parity.mjs";

const NEEDED_NODE = 24;

/**
 * Test files that run at the same time. Most of them wait for something most of
 * the time, so that there may be more than processors.
 */
const JOBS = String(availableParallelism() + 1);

/** Summary lines of the two test runners: passed, then failed. */
const DENO_SUMMARY = /(?:ok|FAILED) \| (\d+) passed.*?\| (\d+) failed/;
const NODE_PASSED = /^# pass (\d+)$/m;
const NODE_FAILED = /^# fail (\d+)$/m;

/** Runs a program and shows what it prints; resolves with stdout and status. */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", DENO_JOBS: JOBS },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk) => process.stderr.write(chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}

/** A check counts as one test: passed where it leaves with 0. */
async function check(name, program, args) {
  console.log(`\n== ${name}`);
  const { status } = await run(program, args);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs a test runner and reads its counts; without counts it failed. */
async function suite(name, program, args, counts) {
  console.log(`\n== ${name}`);
  const { status, output } = await run(program, args);
  const { passed, failed } = counts(output);
  if (!Number.isInteger(passed) || !Number.isInteger(failed)) {
    return { passed: 0, failed: 1, output };
  }
  return { passed, failed: Math.max(failed, status === 0 ? 0 : 1), output };
}

/** Checks that what the man pages promise was tested, as one test. */
function parity(reports) {
  console.log("\n== what the man pages promise");
  const page = readFileSync(join(root, "docs/man-page-parity.md"), "utf8");
  const faults = parityFaults(page, reports, process.getuid?.() === 0);
  for (const fault of faults) {
    console.error(`docs/man-page-parity.md: ${fault}`);
  }
  return faults.length === 0
    ? { passed: 1, failed: 0 }
    : { passed: 0, failed: 1 };
}

function denoCounts(output) {
  const [, passed, failed] = DENO_SUMMARY.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

function nodeCounts(output) {
  const passed = NODE_PASSED.exec(output)?.[1];
  const failed = NODE_FAILED.exec(output)?.[1];
  return { passed: Number(passed), failed: Number(failed) };
}

/** The Node that the tests run on: this one, if it is new enough. */
function nodeProgram() {
  const major = Number(process.versions.node.split(".")[0]);
  return major >= NEEDED_NODE ? process.execPath : join(bin, "node");
}

/** From here on the programs under test are those that users are given. */
function testWhatWasBuilt() {
  const dist = join(root, "dist");
  process.env.OML2_DIST = dist;
  process.env.OML2_COMMAND = JSON.stringify([join(dist, "node", "oml2")]);
}

async function main() {
  install();
  installServers();
  const deno = join(bin, "deno");
  const node = nodeProgram();
  const results = [
    await check("format", deno, ["fmt", "--check"]),
    await check("lint", deno, ["lint"]),
    await check("types", deno, ["check"]),
    await check("documentation of the library", deno, [
      ...[
        "doc",
        "--lint",
        "mod.ts",
        "client/mod.ts",
        "client/deno.ts",
        "client/node.ts",
      ],
    ]),
    await check("rules of the repository", deno, ["task", "-q", "rules"]),
    await check("what would be published", deno, [
      ...["publish", "--dry-run", "--allow-dirty"],
    ]),
  ];
  const onDeno = await suite(
    "tests on Deno",
    deno,
    ["test", "-A", "--no-check", "--parallel", "tests"],
    denoCounts,
  );
  results.push(
    onDeno,
    await check("what users are given", deno, ["task", "-q", "release"]),
  );
  testWhatWasBuilt();
  const onNode = await suite(
    "tests on Node, programs as its executable",
    node,
    [
      "--test",
      `--test-concurrency=${JOBS}`,
      "--test-timeout=120000",
      "--test-reporter=tap",
      "tests/**/*_test.ts",
    ],
    nodeCounts,
  );
  results.push(onNode, parity({ deno: onDeno.output, node: onNode.output }));
  const sum = (key) => results.reduce((all, result) => all + result[key], 0);
  const failed = sum("failed");
  console.log(`\n${sum("passed")} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
