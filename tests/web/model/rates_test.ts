import assert from "node:assert/strict";
import { test } from "node:test";
import { Rates } from "../../../web/model/rates.ts";

test("A rate is the difference of two totals, by the time between them", () => {
  const rates = new Rates();
  rates.add("a", 10, 100);
  assert.equal(rates.latest("a"), undefined);
  rates.add("a", 12, 150);
  rates.add("a", 13, 150);
  assert.deepEqual(rates.of("a"), [25, 0]);
  assert.equal(rates.latest("a"), 0);
  assert.deepEqual(rates.of("b"), []);
});

test("Totals that are too close make no rate", () => {
  const rates = new Rates();
  rates.add("a", 10, 100);
  rates.add("a", 10, 100);
  rates.add("a", 10.1, 200);
  rates.add("a", 11, 200);
  assert.deepEqual(rates.of("a"), [100]);
});

test("A total that shrinks makes no negative rate", () => {
  const rates = new Rates();
  rates.add("a", 1, 100);
  rates.add("a", 2, 0);
  assert.deepEqual(rates.of("a"), [0]);
});

test("Only the latest minute or two is kept", () => {
  const rates = new Rates();
  for (let i = 0; i <= 100; i++) rates.add("a", i, i * i);
  assert.equal(rates.of("a").length, 60);
  assert.equal(rates.latest("a"), 199);
});
