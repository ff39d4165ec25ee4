import assert from "node:assert/strict";
import { test } from "node:test";
import { SpareTime } from "../../../../server/rows/sqlite/spare_time.ts";
import { waitFor } from "../../../_support/wait_for.ts";

test("Pieces of work run in order", async () => {
  const spareTime = new SpareTime();
  const done: number[] = [];
  for (const i of [1, 2, 3]) spareTime.request(() => done.push(i));
  assert.deepEqual(done, []);
  await waitFor("all of them", () => done.length === 3);
  assert.deepEqual(done, [1, 2, 3]);
});

test("A long piece delays the next one by four times its duration", async () => {
  const spareTime = new SpareTime();
  const times: number[] = [];
  for (let i = 0; i < 2; i++) {
    spareTime.request(() => {
      times.push(performance.now());
      spareTime.spent(20);
    });
  }
  await waitFor("both", () => times.length === 2);
  const pause = times[1] - times[0];
  assert.ok(pause >= 79, `${pause} ms`);
});

test("Quick pieces run without a request until they owe a pause", async () => {
  const spareTime = new SpareTime();
  assert.equal(spareTime.isFree, true);
  spareTime.spent(20);
  assert.equal(spareTime.isFree, true);
  spareTime.spent(20);
  assert.equal(spareTime.isFree, false);
  await waitFor("the pause to be over", () => spareTime.isFree);
});

test("No piece runs before those that wait", async () => {
  const spareTime = new SpareTime();
  let isDone = false;
  spareTime.request(() => isDone = true);
  assert.equal(spareTime.isFree, false);
  await waitFor("the piece", () => isDone);
  assert.equal(spareTime.isFree, true);
});
