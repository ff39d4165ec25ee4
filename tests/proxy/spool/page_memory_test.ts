import assert from "node:assert/strict";
import { test } from "node:test";
import { PageMemory } from "../../../proxy/spool/page_memory.ts";

const SIZE = 16 * 1024;

test("A page that is given back is taken again by who wants that size", () => {
  const memory = new PageMemory(4 * SIZE, () => SIZE);
  const page = memory.take(SIZE);
  memory.give(page);
  assert.notEqual(memory.take(2 * SIZE), page);
  assert.equal(memory.take(SIZE), page);
  assert.notEqual(memory.take(SIZE), page);
});

test("No more is kept than allowed, and nothing that is small", () => {
  const memory = new PageMemory(2 * SIZE, () => SIZE);
  const pages = [1, 2, 3].map(() => memory.take(SIZE));
  pages.forEach((page) => memory.give(page));
  const again = [1, 2, 3].map(() => memory.take(SIZE));
  assert.deepEqual(again.map((page) => pages.includes(page)), [
    true,
    true,
    false,
  ]);
  const small = memory.take(100);
  memory.give(small);
  assert.notEqual(memory.take(100), small);
});
