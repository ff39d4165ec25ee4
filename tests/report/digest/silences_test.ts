import assert from "node:assert/strict";
import { test } from "node:test";
import { lengthOf, Silences } from "../../../report/digest/silences.ts";
import { Random } from "../../_support/random.ts";

/** Silences between arrivals at these times. */
function between(times: readonly number[]): Silences {
  const silences = new Silences();
  for (const time of times) silences.add(time, time);
  return silences;
}

/** Times with these intervals. */
function steps(intervals: readonly number[]): number[] {
  let time = 0;
  return [0, ...intervals.map((interval) => time += interval)];
}

const every = (seconds: number, count: number) =>
  Array.from({ length: count }, () => seconds);

test("The longest silence has its times, by both clocks", () => {
  const silences = new Silences();
  const rows = [[0, 1], [1, 2], [2, 3], [40, 50], [41, 51], [
    null,
    60,
  ]] as const;
  for (const [client, server] of rows) silences.add(client, server);
  assert.deepEqual(silences.longest, { from: 3, to: 50, clientSeconds: 38 });
});

test("A silence is exceptional beyond five usual intervals and five seconds", () => {
  const found = between(steps([...every(1, 50), 20, ...every(1, 50)]));
  assert.deepEqual(found.exceptional().map(({ from, to }) => [from, to]), [
    [50, 70],
  ]);
  assert.equal(found.usualInterval, 1);
  const short = between(steps([...every(0.01, 50), 4.9, ...every(0.01, 50)]));
  assert.deepEqual(short.exceptional(), []);
  const slow = between(steps([...every(60, 50), 200, ...every(60, 50)]));
  assert.deepEqual(slow.exceptional(), []);
});

test("Rows that are received together are one arrival", () => {
  const times = steps(every(10, 60)).flatMap((time) => every(time, 500));
  const batches = between(times);
  assert.equal(batches.usualInterval, 10);
  assert.deepEqual(batches.exceptional(), []);
});

test("Several silences are found, in order", () => {
  const outage = [...every(1, 100), 60, ...every(1, 20), 90];
  const found = between(steps(Array.from({ length: 8 }, () => outage).flat()));
  assert.deepEqual(
    found.exceptional().map(lengthOf),
    Array.from({ length: 8 }, () => [60, 90]).flat(),
  );
});

test("Tuples at random times are not regular, and hardly ever silent", () => {
  const random = new Random(7);
  for (const length of [20, 50, 1_000]) {
    let silent = 0;
    for (let run = 0; run < 300; run++) {
      const intervals = Array.from(
        { length },
        () => -30 * Math.log(1 - random.next()),
      );
      const silences = between(steps(intervals));
      assert.equal(silences.isRegular, false);
      if (silences.exceptional().length > 0) silent++;
    }
    assert.ok(silent <= 15, `${silent} of 300 with ${length} intervals`);
  }
});

test("Intervals that vary by half of them are regular", () => {
  const random = new Random(9);
  const intervals = Array.from({ length: 200 }, () => 20 + 20 * random.next());
  const silences = between(steps([...intervals, 400, ...intervals]));
  assert.equal(silences.isRegular, true);
  assert.deepEqual(silences.exceptional().map(lengthOf), [400]);
});

test("Batches that are divided anywhere, and fast senders, are regular", () => {
  const random = new Random(10);
  // Each batch is received by some reads within half a second.
  const batches = steps([...every(10, 50), 120, ...every(10, 50)])
    .flatMap((time) =>
      Array.from({ length: 5 }, () => time + random.next() / 2).sort()
    ).sort((a, b) => a - b);
  const divided = between(batches);
  assert.equal(divided.isRegular, true);
  assert.deepEqual(divided.exceptional().length, 1);
  const fast = between(steps([
    ...Array.from({ length: 5_000 }, () => -0.01 * Math.log(1 - random.next())),
    8,
    ...Array.from({ length: 5_000 }, () => -0.01 * Math.log(1 - random.next())),
  ]));
  assert.equal(fast.isRegular, true);
  assert.deepEqual(fast.exceptional().map(lengthOf).map(Math.round), [8]);
});

test("The longest silence is that of all rows, also within a second", () => {
  const silences = between([0, 0.1, 0.9, 1.2, 1.3]);
  assert.ok(Math.abs(lengthOf(silences.longest ?? assert.fail()) - 0.8) < 1e-9);
});

test("A silence is found among tuples at random times", () => {
  const random = new Random(8);
  const intervals = Array.from(
    { length: 2_000 },
    () => -3 * Math.log(1 - random.next()),
  );
  const found = between(steps([...intervals, 600, ...intervals]));
  assert.equal(found.isRegular, false);
  assert.deepEqual(found.exceptional().map(lengthOf).map(Math.round), [600]);
});

test("Few tuples do not tell what is usual", () => {
  for (const times of [[], [1], [1, 2], [1, 2, 500]]) {
    const silences = between(times);
    assert.equal(silences.limit, undefined);
    assert.deepEqual(silences.exceptional(), []);
  }
});

test("Rows out of order are no silence", () => {
  const silences = between([0, 1, 2, 3, 2.5, 1.5, 4, 5, 6]);
  assert.equal(silences.longest && lengthOf(silences.longest), 1);
});
