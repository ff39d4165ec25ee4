import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Pace } from "../../shared/pace.ts";

/** Works without a pause. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("Pace does not pause while little is decoded", () => {
  assert.equal(new Pace().turn(64 * 1024), undefined);
});

test("Pace does not pause for a client that trickles", () => {
  const pace = new Pace();
  work(60);
  for (let i = 0; i < 100; i++) assert.equal(pace.turn(100), undefined);
});

test("Pace lets small chunks be decoded at once until a pause is due", () => {
  const before = performance.now();
  const pace = new Pace();
  let decoded = 0;
  while (pace.mayDecode(1024)) {
    decoded++;
    work(1);
  }
  assert.ok(performance.now() - before >= 50);
  assert.ok(decoded >= 50, `${decoded} chunks`);
  assert.notEqual(pace.turn(10), undefined);
  assert.equal(pace.mayDecode(10), false, "others have their turn");
});

test("Pace pauses for many small chunks at once", () => {
  const pace = new Pace();
  const turns = Array.from({ length: 300 }, () => {
    work(1);
    return pace.turn(100);
  });
  assert.notEqual(turns.at(-1), undefined);
});

test("Pace lets a timer run, and then small chunks before large ones", async () => {
  const pace = new Pace();
  const order: string[] = [];
  const timer = delay(0).then(() => order.push("timer"));
  work(60);
  const turn = async (bytes: number) => {
    await pace.turn(bytes);
    order.push(`${bytes}`);
  };
  await Promise.all([timer, turn(65_536), turn(10), turn(65_537), turn(20)]);
  assert.deepEqual(order, ["timer", "10", "20", "65536", "65537"]);
});

test("Pace pauses again after other tasks have run for long", async () => {
  const pace = new Pace();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  work(60);
  await Promise.all(Array.from({ length: 5 }, async () => {
    await pace.turn(65_536);
    work(60);
  }));
  clearInterval(timer);
  assert(turns >= 4, `${turns}`);
});
