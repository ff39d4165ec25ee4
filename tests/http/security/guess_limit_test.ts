import assert from "node:assert/strict";
import { test } from "node:test";
import { GuessLimit } from "../../../http/security/guess_limit.ts";

/** A limit whose clock stands still until it is moved. */
function makeLimit() {
  let now = 1_000;
  return {
    limit: new GuessLimit(() => now),
    pass: (ms: number) => now += ms,
  };
}

function wrong(limit: GuessLimit, host: string, times: number): void {
  for (let i = 0; i < times; i++) limit.wrong(host);
}

test("The first wrong tokens of a host cost nothing, the next ones time", () => {
  const { limit, pass } = makeLimit();
  wrong(limit, "a", 9);
  assert.equal(limit.wait("a"), 0);
  limit.wrong("a");
  assert.equal(limit.wait("a"), 2);
  assert.equal(limit.wait("b"), 0);
  pass(1_900);
  assert.equal(limit.wait("a"), 1);
  pass(200);
  assert.equal(limit.wait("a"), 0);
  limit.wrong("a");
  assert.equal(limit.wait("a"), 2);
});

test("A host that stops guessing recovers", () => {
  const { limit, pass } = makeLimit();
  wrong(limit, "a", 10);
  pass(20_000);
  wrong(limit, "a", 9);
  assert.equal(limit.wait("a"), 0);
});

test("A host that guesses on while it must wait gains nothing", () => {
  const { limit } = makeLimit();
  wrong(limit, "a", 30);
  assert.equal(limit.wait("a"), 42);
});

test("Thousands of hosts share one count, and take no more memory", () => {
  const { limit, pass } = makeLimit();
  for (let i = 0; i < 1_000; i++) limit.wrong(`host ${i}`);
  for (let i = 0; i < 10; i++) limit.wrong(`another ${i}`);
  assert.equal(limit.wait("one more"), 2);
  assert.equal(limit.wait("host 3"), 0);
  pass(60_000);
  wrong(limit, "one more", 9);
  assert.equal(limit.wait("one more"), 0);
  wrong(limit, "one more", 1);
  assert.equal(limit.wait("one more"), 2);
  assert.equal(limit.wait("another"), 0);
});
