import assert from "node:assert/strict";
import { test } from "node:test";
import { fileText } from "../../../cli/import/file_text.ts";

const RESULT = {
  path: "run/a.oml",
  ...{ streams: 2, known: 0, knownBytes: 0 },
  ...{ tuples: 1_234_567, rejected: 3, converted: 0 },
  domains: new Set(["a"]),
  seconds: 0.567,
  isWhole: true,
  faults: [],
};

test("A file is summed up in a line", () => {
  assert.equal(
    fileText(RESULT),
    "run/a.oml: 2 streams, 1,234,567 tuples, 3 rejected, 0 converted, " +
      "experiment a, 0.57 s",
  );
});

test("The summary tells what was imported before", () => {
  const domains = new Set(["a", "b"]);
  const part = { ...RESULT, streams: 1, tuples: 1, knownBytes: 5000, domains };
  assert.equal(
    fileText(part),
    "run/a.oml: 1 stream, 1 tuple, 3 rejected, 0 converted, " +
      "experiments a, b, 0.57 s; 5,000 bytes of it were imported before",
  );
});
