import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateClock } from "../../../report/clock/estimate_clock.ts";
import { FastestTuples } from "../../../report/digest/fastest_tuples.ts";
import { TimeScale } from "../../../report/digest/time_scale.ts";
import { Random } from "../../_support/random.ts";

interface Run {
  /** Seconds. */
  readonly length: number;
  /** Tuples per second. */
  readonly rate: number;
  /** The clock's time. */
  readonly clock: (time: number) => number;
  /** Seconds from measuring to arrival. */
  readonly delay: (time: number) => number;
}

/** The clock of a run, estimated. */
function estimate({ length, rate, clock, delay }: Run) {
  const fastest = new FastestTuples(new TimeScale());
  for (let i = 0; i < length * rate; i++) {
    const time = i / rate;
    fastest.add(clock(time), time + delay(time));
  }
  return estimateClock(fastest.list()) ?? assert.fail("no clock");
}

const near = (value: number | undefined, wanted: number, error: number) =>
  assert.ok(
    value !== undefined && Math.abs(value - wanted) <= error,
    `${value} instead of ${wanted} ± ${error}`,
  );

/** A millisecond, and an exponential queue. */
function network(random: Random): () => number {
  return () => 0.001 - 0.01 * Math.log(1 - random.next());
}

test("A right clock has the shortest delay as its offset, and no drift", () => {
  const delay = network(new Random(1));
  const found = estimate({ length: 3600, rate: 10, clock: (t) => t, delay });
  near(found.offset, -0.001, 0.0005);
  near(found.drift?.ppm, 0, 1);
  assert.ok((found.drift?.least ?? 1) <= 0 && (found.drift?.most ?? -1) >= 0);
  assert.ok(found.spread < 0.001, `${found.spread}`);
  assert.deepEqual([found.step, found.isReplayed], [null, false]);
});

test("A constant offset is found", () => {
  const delay = network(new Random(2));
  for (const offset of [90, -12.5]) {
    const found = estimate({
      ...{ length: 600, rate: 10, delay },
      clock: (t) => t + offset,
    });
    near(found.offset, offset - 0.001, 0.0005);
    near(found.drift?.atStart, offset - 0.001, 0.002);
    near(found.drift?.atEnd, offset - 0.001, 0.002);
  }
});

test("A drift is found, with the offsets at both ends", () => {
  const delay = network(new Random(3));
  const found = estimate({
    ...{ length: 3600, rate: 10, delay },
    clock: (t) => 2 + t * (1 + 50e-6),
  });
  near(found.drift?.ppm, 50, 1);
  near(found.drift?.atStart, 2, 0.005);
  near(found.drift?.atEnd, 2 + 3600 * 50e-6, 0.005);
});

test("Tuples that are sent in batches are no drift", () => {
  const random = new Random(4);
  const queue = network(random);
  // Kept for up to 7.3 s, with intervals that beat with the slots.
  const period = 7.3;
  const delay = (t: number) => period - t % period + queue();
  for (const rate of [0.99, 3, 50]) {
    const found = estimate({ length: 7200, rate, clock: (t) => t, delay });
    const { drift } = found;
    const change = Math.abs((drift?.atEnd ?? 1) - (drift?.atStart ?? 0));
    const isSure = (drift?.least ?? 1) > 10 || (drift?.most ?? -1) < -10;
    assert.ok(!isSure || change < 0.02, JSON.stringify({ rate, drift }));
  }
});

test("A backlog after a broken connection is no drift", () => {
  const queue = network(new Random(5));
  // Nothing arrives from 1000 s to 1600 s; then all of it at once.
  const delay = (t: number) =>
    t > 1000 && t < 1600 ? 1600 - t + queue() : queue();
  const found = estimate({ length: 3600, rate: 10, clock: (t) => t, delay });
  near(found.drift?.ppm, 0, 2);
  assert.equal(found.step, null);
});

test("Tuples that a proxy sends later do not tell about the clock", () => {
  // An hour is replayed in a minute.
  const found = estimate({
    ...{ length: 3600, rate: 10, clock: (t) => t },
    delay: (t) => 3600 + t / 60 - t,
  });
  assert.deepEqual([found.isReplayed, found.drift], [true, null]);
});

test("A clock that is set is a step, not a drift", () => {
  const delay = network(new Random(6));
  const found = estimate({
    ...{ length: 3600, rate: 10, delay },
    clock: (t) => t < 1200 ? t + 90 : t,
  });
  near(found.step?.time, 1200, 40);
  near(found.step?.seconds, -90, 0.01);
  assert.equal(found.drift, null);
  assert.ok(found.spread < 0.01, `${found.spread}`);
});

test("Short runs and few tuples do not tell about a drift", () => {
  const run = { clock: (t: number) => t * 1.001, delay: () => 0 };
  assert.equal(estimate({ ...run, length: 20, rate: 10 }).drift, null);
  assert.equal(estimate({ ...run, length: 600, rate: 0.01 }).drift, null);
  assert.equal(estimateClock([]), undefined);
});

test("Nothing is known of a clock whose times are those of the arrival", () => {
  const fastest = (last: number) =>
    Array.from({ length: 100 }, (_, time) => ({
      ...{ time, offset: time === 99 ? last : 0 },
    }));
  assert.equal(estimateClock(fastest(0)), undefined);
  assert.equal(estimateClock(fastest(-0.001))?.offset, 0);
});
