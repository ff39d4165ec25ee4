import assert from "node:assert/strict";
import { test } from "node:test";
import lines from "../../../tools/testing/node_reporter.mjs";
import { nodeReport } from "../../../tools/testing/node_report.mjs";

type Data = Record<string, unknown>;

/** The event of `node --test` for a test in `/root/tests/a_test.ts`. */
function event(type: string, name: string, more: Data = {}) {
  const details = { duration_ms: 250, ...(more.details ?? {}) };
  const file = "/root/tests/contract.ts";
  const entryFile = "/root/tests/a_test.ts";
  const data = { name, nesting: 0, file, entryFile, ...more, details };
  return { type, data };
}

async function* all<T>(events: readonly T[]): AsyncGenerator<T> {
  yield* events;
}

async function written(...events: { type: string; data: Data }[]) {
  return (await Array.fromAsync(lines(all(events)))).join("");
}

test("Each test has its test file, outcome, time and error", async () => {
  const error = new Error("wrapped", { cause: new RangeError("beyond") });
  const report = await written(
    event("test:start", "First"),
    event("test:pass", "A subtest", { nesting: 1 }),
    event("test:pass", "First"),
    event("test:pass", "Skips", { skip: "no pen" }),
    event("test:pass", "Skips, too", { skip: true }),
    event("test:fail", "Fails", { details: { error } }),
    event("test:fail", "tests/b_test.ts", {
      entryFile: undefined,
      file: "/root/tests/b_test.ts",
      details: { error: new Error("", { cause: "test failed" }) },
    }),
  );
  const { tests, isWhole } = nodeReport(report, "/root");
  assert.equal(isWhole, true);
  const file = "tests/a_test.ts";
  const seconds = 0.25;
  assert.deepEqual(tests.slice(0, 3), [
    { file, name: "First", seconds, outcome: "passed" },
    { file, name: "Skips", seconds, outcome: "skipped", reason: "no pen" },
    { file, name: "Skips, too", seconds, outcome: "skipped", reason: "" },
  ]);
  assert.equal(tests[3].outcome, "failed");
  assert.match(tests[3].error, /^RangeError: beyond\n +at /);
  assert.deepEqual(tests.slice(4), [{
    file: "tests/b_test.ts",
    name: "tests/b_test.ts",
    seconds,
    outcome: "failed",
    error: "test failed",
  }]);
});

test("A report without its last line is incomplete", async () => {
  const report = await written(event("test:pass", "First"));
  const [first = ""] = report.split("\n");
  assert.equal(nodeReport(`${first}\n`, "/root").isWhole, false);
  assert.equal(nodeReport("", "/root").isWhole, false);
});
