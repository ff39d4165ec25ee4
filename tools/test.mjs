/**
 * The one test command: installs what the tests need, checks the sources, and
 * runs every test on Deno and on Node. Plain JavaScript, because it must start
 * on any Node from 20 on.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bin, install, root } from "./install.mjs";
import { installServers } from "./install_servers.mjs";
import { parityFaults } from "./testing/parity.mjs";
import { denoRunner, nodeRunner } from "./testing/runners.mjs";
import { runCheck, runSuite, testFiles } from "./testing/suite.mjs";
import { count, summary } from "./testing/summary.mjs";
import { makeTestDirectory } from "./testing/test_directory.mjs";

const NEEDED_NODE = 24;

/** Whether everything that tests need is required. */
const isCi = process.env.CI === "true";

/** Checks, as one test, that the promises of the man pages were tested. */
function parity(deno, node) {
  console.log("\n== man page parity");
  const page = readFileSync(join(root, "docs/man-page-parity.md"), "utf8");
  const faults = parityFaults(page, { deno, node }, {
    isRoot: process.getuid?.() === 0,
    isComplete: isCi,
  });
  const outcome = faults.length === 0 ? "passed" : "failed";
  const error = faults.join("\n");
  return {
    suite: "docs/man-page-parity.md",
    tests: [{ file: "", name: "check", seconds: 0, outcome, error }],
  };
}

/** The Node for the tests: the current one, if it is recent enough. */
function nodeProgram() {
  const major = Number(process.versions.node.split(".")[0]);
  return major >= NEEDED_NODE ? process.execPath : join(bin, "node");
}

/** Makes all further tests use the built programs. */
function testWhatWasBuilt() {
  const dist = join(root, "dist");
  process.env.OML2_DIST = dist;
  process.env.OML2_COMMAND = JSON.stringify([join(dist, "node", "oml2")]);
}

/** Checks the sources. */
function checkSources(deno) {
  const library = [
    "mod.ts",
    "client/mod.ts",
    "client/deno.ts",
    "client/node.ts",
  ];
  const publish = ["publish", "--dry-run", "--allow-dirty"];
  return Promise.all([
    runCheck("types", deno, ["check"]),
    runCheck("format", deno, ["fmt", "--check"]),
    runCheck("lint", deno, ["lint"]),
    runCheck("documentation of the library", deno, [
      ...["doc", "--lint", ...library],
    ]),
    runCheck("rules of the repository", deno, ["task", "-q", "rules"]),
    runCheck("package to publish", deno, publish),
  ]);
}

async function main() {
  install();
  makeTestDirectory();
  const deno = join(bin, "deno");
  // Installing waits for the network and the disk most of the time.
  const [programs, release, checks] = await Promise.all([
    installServers(isCi),
    runCheck("release", deno, ["task", "-q", "release"]),
    checkSources(deno),
  ]);
  const onDeno = await runSuite(
    "tests on Deno",
    testFiles("deno"),
    denoRunner(deno),
  );
  testWhatWasBuilt();
  const onNode = await runSuite(
    "tests on Node, programs as its executable",
    testFiles("node"),
    nodeRunner(nodeProgram()),
  );
  const suites = [
    ...[{ suite: "programs for tests", tests: programs }, ...checks],
    ...[release, onDeno, onNode, parity(onDeno.tests, onNode.tests)],
  ];
  console.log(summary(suites).join("\n"));
  process.exitCode = count(suites, "failed") === 0 ? 0 : 1;
}

await main();
