import assert from "node:assert/strict";
import { test } from "node:test";
import { FirstFew } from "../../server/first_few.ts";

test("The first five are told, then how many there were in ten seconds", () => {
  let now = 1_000;
  const few = new FirstFew(() => now);
  for (let i = 0; i < 5; i++) assert.equal(few.add(), "tell");
  for (let i = 0; i < 1_000; i++) assert.equal(few.add(), undefined);
  now += 12_000;
  const told = Array.from({ length: 64 }, () => few.add())
    .filter((one) => one !== undefined);
  assert.equal(told.length, 1);
  const [more] = told;
  assert(typeof more === "object");
  assert.equal(more.seconds, 12);
  assert.ok(more.count > 1_000 && more.count <= 1_064);
  assert.equal(few.count, 1_069);
});
