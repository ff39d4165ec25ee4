import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExactValue } from "../../stored/stored.ts";
import { Murmur } from "../../verify/murmur.ts";
import { sameValue } from "../../verify/same_value.ts";
import { ValueWords } from "../../verify/value_words.ts";

function hash(...values: readonly ExactValue[]): string {
  const murmur = new Murmur();
  const words = new ValueWords(murmur);
  murmur.begin();
  for (const value of values) words.add(value);
  murmur.end();
  return [murmur.h1, murmur.h2, murmur.h3, murmur.h4].join(" ");
}

/** All different. */
const VALUES: readonly ExactValue[] = [
  ...[null, true, false, 0, -0, 1, -1, NaN, Infinity, -Infinity],
  ...[0.1, 0.1 + 2 ** -56, 5e-324, 2 ** 31, 2 ** 32, -(2 ** 31), 2 ** 53],
  ...[0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, -(2n ** 63n)],
  ...[2n ** 64n - 1n, 2n ** 64n, 2n ** 65n],
  ...["", "0", "a", "b", "ab", "ba", "a\0", "aa", "ä", "a\u0308", "\u{1f600}"],
  ...["\ud83d", "x".repeat(5_000), "x".repeat(5_001), "18446744073709551616"],
  new Uint8Array(),
  new Uint8Array([0]),
  new Uint8Array([0, 0]),
  new Uint8Array([97]),
  new Uint8Array([1, 2, 3, 4]),
  new Uint8Array([1, 2, 3, 4, 0]),
  ...[[], [0], [-0], [0, 0], [1, 2], [2, 1], [null], [0n], [false], [true]],
];

test("ValueWords gives different words to different values", () => {
  const hashes = VALUES.map((value) => hash(value));
  assert.equal(new Set(hashes).size, VALUES.length);
});

test("ValueWords gives the same words to the same value", () => {
  for (const value of VALUES) {
    const copy = structuredClone(value);
    assert.equal(hash(copy), hash(value));
    assert.ok(sameValue(copy, value));
  }
  assert.equal(hash(NaN), hash(-NaN));
});

test("ValueWords reads bytes of a part of a buffer", () => {
  const bytes = new Uint8Array([9, 9, 9, 1, 2, 3, 4, 5]).subarray(3);
  assert.equal(hash(bytes), hash(new Uint8Array([1, 2, 3, 4, 5])));
});

test("ValueWords keeps values apart", () => {
  const together = [
    hash("a", "b"),
    hash("ab", ""),
    hash("", "ab"),
    hash([1], [2]),
    hash([1, 2], []),
    hash([1], 2),
  ];
  assert.equal(new Set(together).size, together.length);
});

test("sameValue() distinguishes what ValueWords distinguishes", () => {
  for (const [i, one] of VALUES.entries()) {
    for (const other of VALUES.slice(i + 1)) {
      assert.ok(!sameValue(one, other), `${String(one)} ${String(other)}`);
    }
  }
});
