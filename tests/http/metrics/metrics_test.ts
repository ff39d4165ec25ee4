import assert from "node:assert/strict";
import { test } from "node:test";
import { Metrics } from "../../../http/metrics/metrics.ts";
import { ParsedMetrics } from "../../_support/prometheus.ts";

test("Values are read when they are asked for", async () => {
  const metrics = new Metrics();
  let value = 1;
  metrics.counter({ name: "a_total", help: "A." }, () => value);
  metrics.gauge({ name: "b", help: "B." }, () => -value);
  for (value of [1, 5, 5]) {
    const parsed = new ParsedMetrics(await metrics.text());
    assert.equal(parsed.value("a_total"), value);
    assert.equal(parsed.value("b"), -value);
  }
  const parsed = new ParsedMetrics(await metrics.text());
  assert.deepEqual(parsed.names, ["a_total", "b"]);
  assert.deepEqual(parsed.names.map((name) => parsed.type(name)), [
    "COUNTER",
    "GAUGE",
  ]);
});

test("Labels that are no longer read disappear", async () => {
  const metrics = new Metrics();
  let names = ["x", "y"];
  metrics.gauge(
    { name: "a", help: "A.", labels: ["name"] },
    () => names.map((name) => [{ name }, 2]),
  );
  assert.equal(new ParsedMetrics(await metrics.text()).value("a"), 4);
  names = ["y"];
  const parsed = new ParsedMetrics(await metrics.text());
  assert.equal(parsed.value("a", { name: "y" }), 2);
  assert.equal(parsed.value("a", { name: "x" }), 0);
});

test("An unknown value is missing", async () => {
  const metrics = new Metrics();
  metrics.gauge({ name: "a", help: "A." }, () => undefined);
  assert.doesNotMatch(await metrics.text(), /^a\b/m);
});

test("Two programs of a process share no metrics", async () => {
  const [one, other] = [new Metrics(), new Metrics()];
  one.gauge({ name: "a", help: "A." }, () => 1);
  other.gauge({ name: "a", help: "A." }, () => 2);
  assert.match(await one.text(), /^a 1$/m);
  assert.match(await other.text(), /^a 2$/m);
});
