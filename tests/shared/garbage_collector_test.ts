import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import v8 from "node:v8";
import { gcFunction, LAST_RESORT } from "../../shared/garbage_collector.ts";

const MIB = 1024 * 1024;

function roomBytes(): number {
  const room = v8.getHeapSpaceStatistics()
    .find(({ space_name }) => space_name === "new_space");
  return room?.physical_space_size ?? NaN;
}

test("All garbage is collected", async () => {
  const garbage = new WeakRef({});
  // Until then it is in use.
  await setImmediate();
  gcFunction()({ type: "major" });
  assert.equal(garbage.deref(), undefined);
});

test("As a last resort, room for new objects is given up", () => {
  for (let round = 0; round < 20; round++) {
    const kept = Array.from({ length: 200_000 }, (_, i) => ({ i }));
    assert.equal(kept.length, 200_000);
  }
  assert.ok(roomBytes() > 8 * MIB);
  gcFunction()(LAST_RESORT);
  assert.ok(roomBytes() < 4 * MIB, `${roomBytes() / MIB} MiB`);
});
