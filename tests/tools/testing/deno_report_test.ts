import assert from "node:assert/strict";
import { test } from "node:test";
import { denoReport } from "../../../tools/testing/deno_report.mjs";

const PRINTED = `
./tests/a_test.ts => First ... ok (250ms)
./tests/a_test.ts => Skips ... ignored (0ms)
------- post-test output -------
noise
./tests/b_test.ts => Reads "=> x ... ok" ... ok ...----- post-test output end -----
./tests/b_test.ts => Reads "=> x ... ok" ... ok (1m30s)
./tests/b_test.ts => Says "<&>" ... FAILED (12µs)
./tests/c_test.ts => Store: fails ... FAILED (2s)

FAILED | 2 passed | 2 failed | 1 ignored (1m35s)
`;

const JUNIT = `<testsuites name="deno test">
    <testsuite name="./tests/b_test.ts">
        <testcase name="Reads &quot;=&gt; x ... ok&quot;" classname="./tests/b_test.ts">
        </testcase>
        <testcase name="Says &quot;&lt;&amp;&gt;&quot;" classname="./tests/b_test.ts">
            <failure message="Uncaught Error: no">Error: 1 &lt; 2
    at file:///b_test.ts</failure>
        </testcase>
    </testsuite>
    <testsuite name="./tests/contract.ts">
        <testcase name="Store: fails" classname="./tests/contract.ts" line="1">
            <failure message="Uncaught Error: bad"></failure>
        </testcase>
    </testsuite>
</testsuites>`;

test("Each test has its test file, outcome, time and error", () => {
  const { tests, isWhole } = denoReport(PRINTED, JUNIT);
  assert.equal(isWhole, true);
  assert.deepEqual(tests, [
    { file: "tests/a_test.ts", name: "First", outcome: "passed", seconds: .25 },
    { file: "tests/a_test.ts", name: "Skips", outcome: "skipped", seconds: 0 },
    {
      file: "tests/b_test.ts",
      name: 'Reads "=> x ... ok"',
      outcome: "passed",
      seconds: 90,
    },
    {
      file: "tests/b_test.ts",
      name: 'Says "<&>"',
      outcome: "failed",
      seconds: 12e-6,
      error: "Error: 1 < 2\n    at file:///b_test.ts",
    },
    {
      file: "tests/c_test.ts",
      name: "Store: fails",
      outcome: "failed",
      seconds: 2,
      error: "Uncaught Error: bad",
    },
  ]);
});

test("A run without its last line, or with another count, is incomplete", () => {
  const cut = PRINTED.slice(0, PRINTED.indexOf("FAILED |"));
  assert.equal(denoReport(cut, JUNIT).isWhole, false);
  const unread = PRINTED.replace("2 passed", "3 passed");
  assert.equal(denoReport(unread, JUNIT).isWhole, false);
});

test("Without a JUnit report the outcomes are known, but not the errors", () => {
  const failed = denoReport(PRINTED, "").tests
    .filter(({ outcome }) => outcome === "failed");
  assert.deepEqual(failed.map(({ error }) => error), ["", ""]);
});

test("The steps of a test are part of it", () => {
  const printed = `
./tests/a_test.ts => the page ... is small ... ok (1ms)
./tests/a_test.ts => the page ... is new ... FAILED (1ms)
./tests/a_test.ts => the page ... FAILED (due to 1 failed step) (2ms)
./tests/b_test.ts => the page ... is small ... ok (1ms)
./tests/b_test.ts => Skips ... ignored (0ms)

FAILED | 1 passed (1 step) | 1 failed (1 step) | 1 ignored (1s)
`;
  const { tests, isWhole } = denoReport(printed, "");
  assert.equal(isWhole, true);
  assert.deepEqual(tests.map(({ name, outcome }) => `${name}: ${outcome}`), [
    "the page: failed",
    "the page ... is small: passed",
    "Skips: skipped",
  ]);
});
