import assert from "node:assert/strict";
import { test } from "node:test";
import { FirstFew } from "../../../server/sessions/first_few.ts";

test("The first five events are reported, then a count every ten seconds", () => {
  let now = 1_000;
  const few = new FirstFew(() => now);
  for (let i = 0; i < 5; i++) assert.equal(few.add(), "report");
  for (let i = 0; i < 8; i++) {
    now += 1_000;
    assert.equal(few.add(), undefined);
  }
  now += 2_000;
  assert.deepEqual(few.add(), { count: 9, seconds: 10 });
  now += 11_000;
  assert.deepEqual(few.add(), { count: 1, seconds: 11 });
  assert.equal(few.count, 15);
});

test("In a burst of events the clock is only read occasionally", () => {
  let looks = 0;
  const few = new FirstFew(() => looks++ && 0);
  for (let i = 0; i < 64_000; i++) few.add();
  assert.ok(looks < 1_100, `${looks}`);
});
