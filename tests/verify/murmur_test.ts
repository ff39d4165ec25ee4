import assert from "node:assert/strict";
import { test } from "node:test";
import { Murmur } from "../../verify/murmur.ts";

function hash(words: Iterable<number>): number[] {
  const murmur = new Murmur();
  murmur.begin();
  for (const word of words) murmur.add(word);
  murmur.end();
  const { h1, h2, h3, h4 } = murmur;
  return [h1, h2, h3, h4];
}

/** Of the reference implementation, with the seed 0. */
const KNOWN: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[], [0, 0, 0, 0]],
  [[1], [-821092150, 1369206961, 1369206961, 1369206961]],
  [[1, 2], [1088968520, -1540219298, 2146324054, 2146324054]],
  [[1, 2, 3], [-2063306218, 1890195055, 1938155055, -1845170693]],
  [[1, 2, 3, 4], [936832535, 1028276893, 1035705367, 1533327389]],
  [[0xdeadbeef, 0, 0xffffffff, 7, 9], [
    1699168681,
    1901079541,
    -2118735501,
    317126002,
  ]],
  [Array.from({ length: 1_030 }, (_, i) => i), [
    1533475629,
    -1917604611,
    1927728421,
    74191861,
  ]],
];

for (const [words, expected] of KNOWN) {
  test(`Murmur hashes ${words.length} words as the reference does`, () => {
    assert.deepEqual(hash(words), expected);
  });
}

test("Murmur can be used again, whatever it has hashed before", () => {
  const murmur = new Murmur();
  for (const words of [[5, 6, 7, 8, 9], [1, 2]]) {
    murmur.begin();
    for (const word of words) murmur.add(word);
    murmur.end();
  }
  assert.equal(murmur.h1, 1088968520);
});
