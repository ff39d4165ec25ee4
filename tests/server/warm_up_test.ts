import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../server/options.ts";
import { warmUp } from "../../server/warm_up.ts";
import type { Flush } from "../../server/rows/store.ts";
import type { FlushPlanner } from "../../server/rows/flush_planner.ts";

/** Counts the rows that would be sent to a thread. */
class CountingPlanner implements FlushPlanner {
  rows = 0;
  unreleased = 0;

  plan(flush: Flush): Flush {
    this.unreleased++;
    for (const { cells } of flush.rows) this.rows += cells.offsets.length;
    return flush;
  }

  release(): void {
    this.unreleased--;
  }

  restore(plan: Flush): Flush {
    return plan;
  }

  dropSpare(): void {}
}

function warmUpWith(
  planner: FlushPlanner | undefined,
  isWanted: () => boolean,
): Promise<void> {
  const buffers = new BufferPool();
  const options = DEFAULT_SERVER_OPTIONS;
  return warmUp({ planner, options, buffers, isWanted });
}

test("A warm-up prepares thousands of tuples for the store", async () => {
  const planner = new CountingPlanner();
  await warmUpWith(planner, () => true);
  assert.ok(planner.rows > 20_000, `${planner.rows} rows`);
  assert.equal(planner.unreleased, 0);
});

test("A warm-up ends as soon as it is not wanted", async () => {
  const planner = new CountingPlanner();
  let asked = 0;
  await warmUpWith(planner, () => ++asked <= 4);
  assert.ok(planner.rows < 5_000, `${planner.rows} rows`);
});

test("A store that needs no planner is warmed up without it", async () => {
  let asked = 0;
  await warmUpWith(undefined, () => ++asked > 0);
  assert.ok(asked > 10, `asked ${asked} times`);
});
