import assert from "node:assert/strict";
import { test } from "node:test";
import { blobSize, cellText } from "../../../../web/plots/log/cell_text.ts";

test("values are on one line", () => {
  assert.equal(cellText(null, "number"), "–");
  assert.equal(cellText(1.5, "number"), "1.5");
  assert.equal(
    cellText("18446744073709551615", "number"),
    "18446744073709551615",
  );
  assert.equal(cellText(false, "boolean"), "false");
  assert.equal(cellText("a\nb\tc\u0001\u007f", "text"), "a⏎b⇥c␁␡");
});

test("blobs are shown by size and first bytes", () => {
  assert.equal(cellText("AAH/", "blob"), "3 bytes: 00 01 ff");
  assert.equal(cellText("Kg==", "blob"), "1 byte: 2a");
  const long = btoa("x".repeat(20));
  assert.equal(cellText(long, "blob"), `20 bytes: ${"78 ".repeat(16)}…`);
  assert.equal(blobSize(""), 0);
});

test("long vectors are cut", () => {
  assert.equal(cellText([1, null, 2], "vector"), "[1, –, 2]");
  assert.equal(
    cellText([1, 2, 3, 4, 5, 6, 7, 8], "vector"),
    "[1, 2, 3, 4, 5, 6, … (8 elements)]",
  );
});
