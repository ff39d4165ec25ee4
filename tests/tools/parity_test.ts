import assert from "node:assert/strict";
import { test } from "node:test";
import { parityFaults } from "../../tools/parity.mjs";

const PAGE = `
| what it says | tests |
| --- | --- |
| one | \`a_test.ts\`: First |
| two | \`a_test.ts\`: Costs #2<br>\`b/c_test.ts\`: Third (text) |
| three | \`d_test.ts\`: Packed _(Node)_<br>\`d_test.ts\`: Drops _(as root)_ |
| four | \`d_test.ts\`: Draws _(where a pen is)_ |
`;

const DENO = `
./tests/a_test.ts => First ... ok (2ms)
./tests/d_test.ts => Packed ... ignored (0ms)
./tests/a_test.ts => Costs #2 ... ok (1s)
------- post-test output -------
noise
----- post-test output end -----
./tests/b/c_test.ts => Third (text) ... ok (1ms)
./tests/d_test.ts => Drops ... ok (1ms)
./tests/d_test.ts => Draws ... ignored (0ms)
`;

const NODE = `
TAP version 13
ok 1 - First
ok 2 - Costs \\#2
ok 3 - Third (text)
ok 4 - Packed
ok 5 - Drops
ok 6 - Draws # SKIP no pen
`;

function faults(deno: string, node: string, isRoot = true): string[] {
  return parityFaults(PAGE, { deno, node }, isRoot);
}

test("Nothing is at fault where every test that is named has passed", () => {
  assert.deepEqual(faults(DENO, NODE), []);
});

test("A test that is missing, has failed or is in another file is named", () => {
  assert.deepEqual(
    faults(
      DENO.replace("b/c_test", "x_test").replace("First ... ok", "First ... F"),
      NODE.replace("ok 3", "not ok 3").replace("ok 4 - Packed", ""),
    ),
    [
      "a_test.ts: First: was not there, or failed on Deno",
      "b/c_test.ts: Third (text): was not there, or failed on Node",
      "b/c_test.ts: Third (text): was not there, or failed on Deno",
      "d_test.ts: Packed: was not there, or failed on Node",
    ],
  );
});

test("A test may be skipped only as the page marks it", () => {
  const first = DENO.replace("First ... ok", "First ... ignored");
  assert.deepEqual(faults(first, NODE), [
    "a_test.ts: First: was skipped on Deno",
  ]);
  const drops = NODE.replace("Drops", "Drops # SKIP not root");
  assert.deepEqual(faults(DENO, drops), [
    "d_test.ts: Drops: was skipped on Node",
  ]);
  assert.deepEqual(faults(DENO, drops, false), []);
});

test("A page without tests is at fault", () => {
  const reports = { deno: DENO, node: NODE };
  assert.deepEqual(parityFaults("", reports, true), ["the page names no test"]);
});
