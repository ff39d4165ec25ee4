import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { denoReport } from "../../../tools/testing/deno_report.mjs";
import { grouped, withOwnFiles } from "../../../tools/testing/groups.mjs";
import { nodeReport } from "../../../tools/testing/node_report.mjs";
import { runProgram } from "../../_support/run_command.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { onDeno } from "../../_support/this_runtime.ts";

let directory = "";
before(() => {
  directory = makeTempDir();
});
after(() => removeTempDir(directory));

/** Writes a test file; returns its path as that of the repository's files. */
function testFile(name: string, ...lines: readonly string[]): string {
  const path = join(directory, name);
  const imports = `import { test } from "node:test";`;
  writeFileSync(path, [imports, ...lines].join("\n"));
  return relative(repositoryRoot, path);
}

/** The tests of a group, run by the current runtime. */
async function testsOf(group: string) {
  const reporter = join(repositoryRoot, "tools/testing/node_reporter.mjs");
  const args = onDeno
    ? ["test", "-A", "--no-check", "--parallel", group]
    : ["--test", `--test-reporter=${reporter}`, group];
  // Node's runner would take itself for one of its own tests.
  const env = ["-u", "NODE_TEST_CONTEXT", "NO_COLOR=1", "DENO_JOBS=2"];
  const command = ["env", ...env, process.execPath, ...args];
  const { stdout } = await runProgram(command);
  return onDeno ? denoReport(stdout, "") : nodeReport(stdout, repositoryRoot);
}

test("Files of a folder are in one group, except those with hooks", () => {
  const codec = [
    "tests/codec/frames/text_lines_test.ts",
    "tests/codec/text/text_integer_test.ts",
  ];
  const apart = [
    "tests/programs/access_test.ts",
    "tests/programs/log_test.ts",
    "tests/shared/own_file_test.ts",
    "tests/shared/process_lock_test.ts",
    "tests/web/format/lists_test.ts",
  ];
  const entries = grouped([...codec, ...apart], directory);
  assert.deepEqual(entries.slice(0, -1), apart);
  const group = readFileSync(entries[entries.length - 1], "utf8");
  for (const file of codec) assert(group.includes(file), file);
});

test("A group's tests have the names of their files", async () => {
  const first = testFile(
    "first_test.mjs",
    `test("Passes", () => {});`,
    `test("Fails", () => Promise.reject(new Error("no")));`,
  );
  const broken = testFile("broken_test.mjs", `throw new Error("broken");`);
  const last = testFile("last_test.mjs", `test("Passes", () => {});`);
  const [group] = grouped([first, broken, last], directory);
  const { tests, isWhole } = await testsOf(group);
  assert.equal(isWhole, true);
  assert.deepEqual(
    tests.map(({ file, name, outcome }) => [file, name, outcome]),
    [
      [first, "Passes", "passed"],
      [first, "Fails", "failed"],
      [broken, "The file can be loaded", "failed"],
      [last, "Passes", "passed"],
    ],
  );
});

test("A mark that failed is a failed test of its file", () => {
  const failed = { file: "g", name: "Tests of tests/a_test.ts" };
  const test = { ...failed, outcome: "failed", seconds: 0 };
  assert.deepEqual(withOwnFiles([test]), [
    { ...test, file: "tests/a_test.ts" },
  ]);
});
