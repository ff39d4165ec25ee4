import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusals } from "../../access/refusals.ts";
import { MemoryLog } from "../_support/memory_log.ts";

const refusal = (client: string) => ({
  ...{ kind: "addresses" as const, client, reason: "why" },
});

test("A refusal is counted each time, and logged once", () => {
  const [log, refusals] = [new MemoryLog(), new Refusals()];
  refusals.logTo(log);
  for (let i = 0; i < 3; i++) refusals.add(refusal("10.0.0.1"));
  refusals.add(refusal("10.0.0.2"));
  assert.equal(refusals.counts.addresses, 4);
  assert.equal(refusals.counts.domains, 0);
  assert.equal(log.of("warn").length, 2);
});

test("Refusals before there is a log are logged when there is one", () => {
  const [log, refusals] = [new MemoryLog(), new Refusals()];
  refusals.add(refusal("10.0.0.1"));
  refusals.logTo(log);
  assert.match(log.lines.join("\n"), /10\.0\.0\.1: refused: why/);
});

test("Refused clients do not fill the memory", () => {
  const refusals = new Refusals();
  for (let i = 0; i < 5_000; i++) refusals.count(refusal(`c${i}`));
  // One of the last is known; the first ones are forgotten.
  assert.equal(refusals.count(refusal("c4999")), false);
  assert.equal(refusals.count(refusal("c0")), true);
});
