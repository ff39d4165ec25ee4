import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeFaults } from "../../../tools/checks/size.ts";

test("sizeFaults() names sources of more than 300 lines, except tests and documents", () => {
  const lengths: Readonly<Record<string, number>> = {
    "codec/a.ts": 300,
    "codec/b.ts": 301,
    "tools/c.mjs": 400,
    "tests/d_test.ts": 400,
    "docs/e.md": 400,
  };
  const faults = sizeFaults(
    Object.keys(lengths),
    (file) => "a;\n".repeat(lengths[file]),
  );
  assert.deepEqual(faults.map(({ file, rule }) => `${file} ${rule}`), [
    "codec/b.ts has 301 lines, more than 300",
    "tools/c.mjs has 400 lines, more than 300",
  ]);
});
