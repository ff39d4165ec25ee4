import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf } from "../../bench/hash_ring.ts";
import {
  movedShare,
  place,
  ringOf,
  sizesOf,
  skewOf,
} from "../../bench/placement.ts";
import { DomainListener, sendDomains } from "../_support/domain_listener.ts";
import { Haproxy, whyNoHaproxy } from "../_support/haproxy.ts";

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `lab-${i}`);

test("The hash of a name is that of HAProxy's C code", () => {
  assert.deepEqual(
    ["a", "ab", "lab-0", "größe", "a much longer name of an experiment"]
      .map(hashOf),
    [1830748055, 3352188731, 1577443643, 3767207330, 377754865],
  );
});

test("HAProxy places experiments as the simulation does", {
  skip: whyNoHaproxy(),
}, async () => {
  const names = [...numbered(60), "x", "größe", "a name with spaces"];
  const listeners = await Promise.all([1, 2, 3].map(DomainListener.start));
  try {
    await using haproxy = await Haproxy.start(
      listeners.map(({ port }) => port),
      { file: "haproxy-by-domain.conf" },
    );
    await sendDomains(haproxy.port, names);
    assert.deepEqual(
      place(ringOf(3), names.map(hashOf)),
      names.map((name) => listeners.findIndex((l) => l.domains.has(name))),
    );
  } finally {
    for (const listener of listeners) listener[Symbol.dispose]();
  }
});

test("A further server takes experiments, and the others exchange none", () => {
  const hashes = numbered(1_000).map(hashOf);
  const before = place(ringOf(10), hashes);
  const after = place(ringOf(11), hashes);
  for (const [i, server] of after.entries()) {
    assert.ok(server === before[i] || server === 10, `lab-${i}`);
  }
  const moved = movedShare(before, after);
  assert.ok(moved > 0.05 && moved < 0.15, `${moved}`);
});

test("The skew is the load of the busiest server relative to the mean", () => {
  assert.equal(skewOf([0, 1, 2], 3, [1, 1, 1]), 1);
  assert.equal(skewOf([0, 1, 1], 3, [1, 1, 1]), 2);
  assert.equal(skewOf([2, 0, 0], 3, [4, 1, 1]), 2);
  assert.deepEqual(sizesOf(4, 1), [1, 1 / 2, 1 / 3, 1 / 4]);
});
