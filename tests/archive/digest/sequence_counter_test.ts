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

/** Rows `from` to `to`; number 1 was measured at `started` seconds. */
function measured(from: number, to: number, started: number) {
  return range(from, to).map((seq) => ({
    seq,
    // As exact as a real clock.
    client: started + seq + (seq % 7) / 1000 + started / 1e6,
  }));
}

/** Counts rows that arrive when they were measured, and keeps places. */
function countMeasured(rows: readonly ReturnType<typeof measured>[number][]) {
  const counter = new SequenceCounter(true);
  rows.forEach(({ seq, client }, i) => counter.add(seq, i, client));
  const { gaps, duplicates, starts } = counter;
  return { gaps, duplicates, starts };
}

test("Rows that were measured at the same times are duplicates", () => {
  const whole = measured(1, 5000, 10);
  const one = { gaps: 0, starts: 1 };
  const twice = [...whole, ...whole];
  assert.deepEqual(countMeasured(twice), { ...one, duplicates: 5000 });
  const longPiece = [...whole, ...whole.slice(1500, 4500)];
  assert.deepEqual(countMeasured(longPiece), { ...one, duplicates: 3000 });
  const goesOn = [...longPiece, ...measured(5001, 6000, 10)];
  assert.deepEqual(countMeasured(goesOn), { ...one, duplicates: 3000 });
  // Pieces with holes: by then, other runs have ended.
  const holed = (rows: typeof whole) =>
    rows.filter(({ seq }) => seq % 100 !== 50);
  const again = [
    ...[...whole, ...holed(measured(1, 5000, 6000)), ...whole.slice(0, 2000)],
  ];
  assert.deepEqual(countMeasured(again), {
    ...{ gaps: 50, starts: 2, duplicates: 2000 },
  });
  const before = holed(whole.slice(0, 4800));
  const pieceGoesOn = [...whole, ...before, ...measured(5001, 5100, 10)];
  assert.deepEqual(countMeasured(pieceGoesOn), {
    ...{ gaps: 0, starts: 1, duplicates: before.length },
  });
});

test("Rows that were measured later are a new run, whatever their numbers", () => {
  const late = [...measured(1, 500, 0), ...measured(300, 400, 1000)];
  assert.deepEqual(countMeasured(late), { gaps: 0, starts: 2, duplicates: 0 });
  // Clients without a start time, which begin at about 0 each.
  const lasts = [...measured(1, 500, 0), ...measured(1, 700, 0.25)];
  assert.deepEqual(countMeasured(lasts), { gaps: 0, starts: 2, duplicates: 0 });
  // Clients that do not count.
  const same = range(1, 50).map((client) => ({ seq: 0, client }));
  assert.deepEqual(countMeasured(same), { gaps: 0, starts: 50, duplicates: 0 });
});

test("Clients without a clock are judged by their numbers", () => {
  const rows = (seqs: readonly number[]) =>
    countMeasured(seqs.map((seq) => ({ seq, client: 0 })));
  const restarted = [...range(1, 500), ...range(1, 400)];
  assert.deepEqual(rows(restarted), { gaps: 0, starts: 2, duplicates: 0 });
  const again = [...range(1, 100), ...range(81, 150)];
  assert.deepEqual(rows(again), { gaps: 0, starts: 1, duplicates: 20 });
});

test("The places of gaps have the numbers and the times around them", () => {
  const counter = new SequenceCounter(true);
  const add = (seqs: readonly number[]) =>
    seqs.forEach((seq) => counter.add(seq, 100 + seq));
  add([...range(1, 4), ...range(8, 20), 31, 32, 9_999]);
  assert.equal(counter.gaps, 3 + 10 + 9_966);
  assert.deepEqual(counter.missingPlaces, [
    { from: 5, to: 7, count: 3, since: 104, until: 108 },
    { from: 21, to: 30, count: 10, since: 120, until: 131 },
    { from: 33, to: 9_998, count: 9_966, since: 132, until: 10_099 },
  ]);
  // One of them arrives late.
  add([6]);
  assert.deepEqual(counter.missingPlaces.slice(0, 2), [
    { from: 5, to: 5, count: 1, since: 104, until: 108 },
    { from: 7, to: 7, count: 1, since: 104, until: 108 },
  ]);
});

test("Of many gaps the largest are kept", () => {
  const counter = new SequenceCounter(true);
  const missing = new Set(range(1, 900).map((i) => i * 10));
  range(500, 509).forEach((i) => missing.add(i * 10 + 1));
  range(1, 10_000).filter((seq) => !missing.has(seq))
    .forEach((seq) => counter.add(seq, seq));
  assert.equal(counter.gaps, 910);
  const places = counter.missingPlaces;
  assert.equal(places.length, 32);
  assert.deepEqual(
    places.filter(({ count }) => count === 2).map(({ from }) => from),
    range(500, 509).map((i) => i * 10),
  );
});

test("The places of duplicates have their numbers and times", () => {
  const counter = new SequenceCounter(true);
  const add = (seqs: readonly number[]) =>
    seqs.forEach((seq, i) => counter.add(seq, i, 1000 + seq));
  add([...range(1, 100), ...range(41, 60), ...range(101, 110), 110, 111, 111]);
  assert.equal(counter.duplicates, 22);
  assert.deepEqual(counter.missingPlaces, []);
  assert.deepEqual(counter.repeatedPlaces, [
    { from: 41, to: 60, count: 20, since: 100, until: 119 },
    { from: 110, to: 111, count: 2, since: 130, until: 132 },
  ]);
});

test("Holes among repeated numbers are no places of gaps", () => {
  const counter = new SequenceCounter(true);
  const rows = measured(1, 5000, 0);
  [...rows, ...rows.filter(({ seq }) => seq > 1000 && seq % 40 !== 0)]
    .forEach(({ seq, client }, i) => counter.add(seq, i, client));
  assert.deepEqual([counter.gaps, counter.missingPlaces], [0, []]);
});

test("Without places only the numbers are kept", () => {
  const counter = new SequenceCounter();
  [1, 2, 2, 5].forEach((seq) => counter.add(seq, seq));
  assert.deepEqual([counter.gaps, counter.duplicates], [2, 1]);
  assert.deepEqual([counter.missingPlaces, counter.repeatedPlaces], [[], []]);
});
