import assert from "node:assert/strict";
import { test } from "node:test";
import { SequenceCounter } from "../../../archive/digest/sequence_counter.ts";

/** Numbers `from` to `to`. */
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Gaps and duplicates of numbers that arrive `seconds` apart. */
function count(seqs: readonly number[], seconds = 1) {
  const counter = new SequenceCounter();
  seqs.forEach((seq, i) => counter.add(seq, i * seconds));
  const { gaps, duplicates } = counter;
  return { gaps, duplicates };
}

const none = { gaps: 0, duplicates: 0 };

test("Numbers without a gap, from 0 or from 1", () => {
  assert.deepEqual(count(range(0, 100)), none);
  assert.deepEqual(count(range(1, 100)), none);
  assert.deepEqual(count([]), none);
});

test("Missing numbers are gaps", () => {
  assert.deepEqual(count([1, 2, 4, 5, 10]), { gaps: 5, duplicates: 0 });
  const far = [...range(1, 10), 1_000_000];
  assert.deepEqual(count(far), { gaps: 999_989, duplicates: 0 });
});

test("Numbers out of order are no gaps", () => {
  assert.deepEqual(count([1, 2, 5, 3, 4, 6, 7, 9, 8]), none);
  assert.deepEqual(count([3, 1, 2, 4, 5]), none);
  // A whole block of rows arrives late.
  const late = [...range(1, 500), ...range(601, 900), ...range(501, 600)];
  assert.deepEqual(count([...late, ...range(901, 1000)]), none);
});

test("A client that starts again begins a new run", () => {
  assert.deepEqual(count([...range(1, 50), ...range(1, 80)]), none);
  assert.deepEqual(count([...range(1, 50), ...range(1, 20)]), none);
  assert.deepEqual(
    count([...range(1, 50), ...range(0, 9), 11, ...range(0, 9)]),
    { gaps: 1, duplicates: 0 },
  );
  const thrice = [range(1, 5000), range(1, 5000), range(1, 5000)].flat();
  assert.deepEqual(count(thrice), none);
});

test("A client that starts again may lose its first tuples", () => {
  assert.deepEqual(count([...range(1, 500), ...range(4, 400)]), none);
});

test("A client that is started for one tuple at a time sends no duplicates", () => {
  assert.deepEqual(count([1, 1, 1, 1]), none);
});

test("Repeated numbers are duplicates", () => {
  assert.deepEqual(count([1, 2, 2, 3]), { gaps: 0, duplicates: 1 });
  assert.deepEqual(count([1, 1, 2, 2, 3, 3], 0), { gaps: 0, duplicates: 3 });
  assert.deepEqual(
    count([...range(1, 100), 50, ...range(101, 200)]),
    { gaps: 0, duplicates: 1 },
  );
  // Sent again after a broken connection.
  const again = [...range(1, 100), ...range(81, 150)];
  assert.deepEqual(count(again), { gaps: 0, duplicates: 20 });
  const fewer = [...range(1, 100), ...range(81, 90)];
  assert.deepEqual(count(fewer), { gaps: 0, duplicates: 10 });
});

test("Two clients of one name are two runs", () => {
  const both = range(1, 1000).flatMap((seq) => [seq, 5000 + seq]);
  // 1001 to 5000 are in neither.
  assert.deepEqual(count(both), { gaps: 4000, duplicates: 0 });
  const same = [
    ...range(1, 200),
    ...range(201, 900).flatMap((s) => [s, s - 200]),
  ];
  assert.deepEqual(count(same), none);
});

test("Numbers in any order end in some count", () => {
  const counter = new SequenceCounter();
  for (let i = 0; i < 5_000; i++) counter.add((i * 7919) % 10_007, i);
  assert.deepEqual([counter.first, counter.last], [0, 10_006]);
  assert.ok(counter.gaps >= 0 && counter.duplicates >= 0);
});
