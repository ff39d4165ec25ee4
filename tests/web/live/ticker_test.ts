import assert from "node:assert/strict";
import { test } from "node:test";
import { Ticker } from "../../../web/live/ticker.ts";

test("One timer serves all who watch, and ends with the last", () => {
  let timers = 0;
  let tick = () => {};
  const ticker = new Ticker((callback) => {
    timers++;
    tick = callback;
    return () => timers--;
  });
  const seen: string[] = [];
  const endA = ticker.watch(() => seen.push("a"));
  const endB = ticker.watch(() => seen.push("b"));
  assert.equal(timers, 1);
  tick();
  endA();
  tick();
  assert.deepEqual(seen, ["a", "b", "b"]);
  endB();
  assert.equal(timers, 0);
  const end = ticker.watch(() => {});
  assert.equal(timers, 1);
  end();
});

test("It uses a timer if nothing else is given", () => {
  new Ticker().watch(() => {})();
});
