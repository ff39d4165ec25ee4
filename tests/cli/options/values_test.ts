import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountName,
  filled,
  formatSize,
  parseAmount,
  parseSeconds,
  size,
  wholeNumber,
} from "../../../cli/options/values.ts";

test("Sizes are bytes, or end in k, M or G", () => {
  const parse = size(1, 2 ** 40);
  const sizes: readonly (readonly [string, number])[] = [
    ["1", 1],
    ["4096", 4096],
    ["64k", 65_536],
    ["64K", 65_536],
    ["16M", 16_777_216],
    ["2g", 2_147_483_648],
  ];
  for (const [text, bytes] of sizes) assert.equal(parse(text), bytes, text);
  for (
    const text of ["", "k", "0", "-1", "1.5M", "1T", "1 k", "1kB", "2000G"]
  ) {
    assert.throws(
      () => parse(text),
      /is not a size; use .*1 to 1024G/,
      text,
    );
  }
});

test("A size is formatted as it can be given", () => {
  for (const text of ["1", "1023", "1k", "1025", "16M", "1G"]) {
    assert.equal(formatSize(size(1, 2 ** 40)(text)), text);
  }
});

test("Whole numbers have bounds", () => {
  const parse = wholeNumber(-2, 4, "level");
  assert.deepEqual(["-2", "0", "+4"].map(parse), [-2, 0, 4]);
  for (const text of ["-3", "5", "", "1.0", "1e0", "one"]) {
    assert.throws(() => parse(text), /is not a level; use -2 to 4/);
  }
});

test("Amounts are above 0, seconds may be 0", () => {
  assert.deepEqual(["10", "0.5"].map(parseAmount), [10, 0.5]);
  assert.deepEqual(["0", "60"].map(parseSeconds), [0, 60]);
  for (const text of ["0", "0.0", "-1", ".5", "", "1e9"]) {
    assert.throws(() => parseAmount(text), /is not a positive number/, text);
  }
  for (const text of ["-1", "1.5", "", "soon"]) {
    assert.throws(
      () => parseSeconds(text),
      /use e\.g\. 60, or 0 to disable/,
      text,
    );
  }
});

test("Accounts have names, not ids", () => {
  assert.equal(accountName("user")("oml2"), "oml2");
  assert.throws(() => accountName("user")("0"), /is a numeric id.*a user/);
  assert.throws(() => accountName("group")("-1"), /is a numeric id.*a group/);
  assert.throws(() => accountName("group")(""), /is empty.*a group/);
});

test("An empty text is not a value", () => {
  assert.equal(filled("write it")("x"), "x");
  assert.throws(() => filled("write it")(""), /is empty; write it/);
});
