import assert from "node:assert/strict";
import { test } from "node:test";
import { knipFaults } from "../../../tools/checks/unused.ts";

test("knipFaults() gives a remedy for each name of a report", () => {
  const issues = [
    { file: "a.ts", files: [{ name: "a.ts" }], exports: [] },
    {
      file: "b.ts",
      files: [],
      exports: [{ name: "b", line: 1 }],
      types: [{ name: "B", line: 2 }],
      unlisted: [{ name: "left-pad" }],
    },
    { file: "c.ts", duplicates: [[{ name: "c" }, { name: "default" }]] },
  ];
  assert.deepEqual(
    knipFaults({ issues }).map(({ file, rule }) => `${file}: ${rule}`),
    [
      "a.ts: is not used",
      "b.ts: b is not used elsewhere (exports)",
      "b.ts: B is not used elsewhere (types)",
      "b.ts: imports left-pad, which does not exist",
      "c.ts: c, default is not used elsewhere (duplicates)",
    ],
  );
});

test("knipFaults() finds nothing if everything is used", () => {
  assert.deepEqual(knipFaults({ issues: [] }), []);
});
