import assert from "node:assert/strict";
import { test } from "node:test";
import { WallClock } from "../../shared/wall_clock.ts";

const START = 1_700_000_000_000;

/** Clocks moved by a test, both together or the wall clock alone. */
class Clocks {
  monotonicTime = 250.25;
  readonly origin = START + 0.4;
  /** The offset by which the wall clock was set. */
  step = 0;
  readonly wall = () => Math.floor(this.time);
  readonly monotonic = () => this.monotonicTime;

  /** Exact UNIX time, in ms. */
  get time(): number {
    return this.origin + this.step + this.monotonicTime;
  }

  pass(ms: number): void {
    this.monotonicTime += ms;
  }

  /** The difference between a clock and the exact time. */
  ahead(clock: WallClock): number {
    return clock.now() - this.time;
  }
}

/** The resolution of doubles of this size is a quarter of a microsecond. */
const EXACT = 0.001;

test("WallClock returns the time with microseconds", () => {
  const clocks = new Clocks();
  const clock = new WallClock(clocks);
  for (let i = 0; i < 5_000; i++) {
    assert.ok(Math.abs(clocks.ahead(clock)) < EXACT);
    clocks.pass(0.0137);
  }
});

test("WallClock follows at once when the clock is set, to within a millisecond", () => {
  for (const step of [-3_600_000, -2.5, 1.5, 40, 3_600_000]) {
    const clocks = new Clocks();
    const clock = new WallClock(clocks);
    clock.now();
    clocks.step = step;
    const first = clocks.ahead(clock);
    assert.ok(first > -EXACT && first <= 1 + EXACT, `${step}: ${first}`);
    for (let i = 0; i < 1_000; i++) {
      clocks.pass(0.731);
      const ahead = clocks.ahead(clock);
      assert.ok(ahead > -EXACT && ahead <= first + EXACT, `${step}: ${ahead}`);
    }
    assert.ok(clocks.ahead(clock) < 0.01, `${step}`);
  }
});

test("WallClock follows a clock that was set by less than a millisecond", () => {
  const clocks = new Clocks();
  const clock = new WallClock(clocks);
  clocks.step = 0.7;
  for (let i = 0; i < 1_000; i++) {
    clocks.pass(0.731);
    clock.now();
  }
  assert.ok(Math.abs(clocks.ahead(clock)) < 0.01);
});

test("WallClock reads the system's clocks", () => {
  const clock = new WallClock();
  const before = Date.now();
  const now = clock.now();
  assert.ok(now >= before - 1 && now <= Date.now() + 2, `${now}`);
  assert.notEqual(now, Math.floor(now));
});
