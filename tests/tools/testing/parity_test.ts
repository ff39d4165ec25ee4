import assert from "node:assert/strict";
import { test } from "node:test";
import { parityFaults } from "../../../tools/testing/parity.mjs";

const PAGE = `
| what it says | tests |
| --- | --- |
| one | \`a_test.ts\`: First |
| two | \`a_test.ts\`: Costs #2<br>\`b/c_test.ts\`: Third (text) |
| three | \`d_test.ts\`: Packed _(Node)_<br>\`d_test.ts\`: Drops _(as root)_ |
| four | \`d_test.ts\`: Draws _(where a pen is)_ |
`;

/** A suite's test; `name` has its file before the first colon. */
function made(test: string, outcome = "passed") {
  const [file, name] = test.split(": ");
  return { file: `tests/${file}`, name, outcome };
}

const DENO = [
  made("a_test.ts: First"),
  made("d_test.ts: Packed", "skipped"),
  made("a_test.ts: Costs #2"),
  made("b/c_test.ts: Third (text)"),
  made("d_test.ts: Drops"),
  made("d_test.ts: Draws", "skipped"),
];

const NODE = [
  ...DENO.slice(0, 1),
  made("a_test.ts: Costs #2"),
  made("b/c_test.ts: Third (text)"),
  made("d_test.ts: Packed"),
  made("d_test.ts: Drops"),
  made("d_test.ts: Draws", "skipped"),
];

type Tests = typeof DENO;

const COMPLETE = { isRoot: true, isComplete: true };

function faults(deno: Tests, node: Tests, how = COMPLETE): string[] {
  return parityFaults(PAGE, { deno, node }, how);
}

/** The same tests, one with another outcome; without one it is missing. */
function but(tests: Tests, name: string, outcome?: string): Tests {
  return tests.flatMap((test) =>
    test.name !== name ? [test] : outcome ? [{ ...test, outcome }] : []
  );
}

test("A page has no faults if every named test has passed", () => {
  assert.deepEqual(faults(DENO, NODE), []);
});

test("A named test that is missing, has failed or is in another file is a fault", () => {
  const moved = but(DENO, "Third (text)").concat(
    made("x_test.ts: Third (text)"),
  );
  assert.deepEqual(
    faults(
      but(moved, "First", "failed"),
      but(but(NODE, "Third (text)", "failed"), "Packed"),
    ),
    [
      "a_test.ts: First: failed on Deno",
      "b/c_test.ts: Third (text): failed on Node",
      "b/c_test.ts: Third (text): was not there on Deno",
      "d_test.ts: Packed: was not there on Node",
    ],
  );
});

test("A test may be skipped only as the page marks it", () => {
  assert.deepEqual(faults(but(DENO, "First", "skipped"), NODE), [
    "a_test.ts: First: was skipped on Deno",
  ]);
  const drops = but(NODE, "Drops", "skipped");
  assert.deepEqual(faults(DENO, drops), [
    "d_test.ts: Drops: was skipped on Node",
  ]);
  assert.deepEqual(faults(DENO, drops, { ...COMPLETE, isRoot: false }), []);
});

test("Any test may be skipped if something is not installed", () => {
  const skipped = but(DENO, "First", "skipped");
  const incomplete = { ...COMPLETE, isComplete: false };
  assert.deepEqual(faults(skipped, NODE, incomplete), []);
  assert.equal(faults(but(DENO, "First"), NODE, incomplete).length, 1);
});

test("A page without tests is a fault", () => {
  const reports = { deno: DENO, node: NODE };
  assert.deepEqual(parityFaults("", reports, COMPLETE), [
    "the page names no test",
  ]);
});
