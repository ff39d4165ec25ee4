import assert from "node:assert/strict";
import { test } from "node:test";
import { PageSize } from "../../../../http/api/queries/page_size.ts";

test("the number of rows follows their length, within bounds", () => {
  const size = new PageSize(500);
  assert.equal(size.rows, 500);
  size.learn(100, 100 * 1024);
  assert.equal(size.rows, 1024);
  size.learn(1_000, 10);
  assert.equal(size.rows, 10_000);
  size.learn(1, 1e9);
  assert.equal(size.rows, 10);
  size.learn(0, 1);
  assert.equal(size.rows, 10);
});

test("it shrinks to a minimum", () => {
  const size = new PageSize(100);
  assert.ok(size.shrink());
  assert.equal(size.rows, 25);
  assert.ok(size.shrink());
  assert.equal(size.rows, 10);
  assert.ok(!size.shrink());
});
