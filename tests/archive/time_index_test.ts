import assert from "node:assert/strict";
import { test } from "node:test";
import { BLOCK_IDS, TimeIndex } from "../../archive/time_index.ts";

/** Times of a block by both clocks. */
function times(from: number, to: number) {
  return { client: { from: -to, to: -from }, server: { from, to } };
}

test("Only complete blocks are added, from the first id on", () => {
  const index = new TimeIndex(3 * BLOCK_IDS + 5);
  assert.equal(index.end, 3 * BLOCK_IDS);
  assert.equal(index.next(4 * BLOCK_IDS - 2), undefined);
  assert.deepEqual(index.next(4 * BLOCK_IDS - 1), {
    from: 3 * BLOCK_IDS,
    to: 4 * BLOCK_IDS - 1,
  });
  index.add(times(0, 10));
  assert.equal(index.end, 4 * BLOCK_IDS);
});

test("The blocks of a time are found, with what is not indexed", () => {
  const index = new TimeIndex(0);
  for (const [from, to] of [[0, 10], [9, 20], [20, 30], [5, 6]]) {
    index.add(times(from, to));
  }
  const all = { from: 1, to: 5 * BLOCK_IDS };
  const end = { from: 4 * BLOCK_IDS, to: 5 * BLOCK_IDS };
  const find = (from: number, to: number) =>
    index.find(all, "server", { from, to });
  assert.deepEqual(find(21, 22), [
    { from: 2 * BLOCK_IDS, to: 3 * BLOCK_IDS - 1 },
    end,
  ]);
  assert.deepEqual(find(9.5, 9.6), [{ from: 1, to: 2 * BLOCK_IDS - 1 }, end]);
  assert.deepEqual(find(5, 5), [
    { from: 1, to: BLOCK_IDS - 1 },
    { from: 3 * BLOCK_IDS, to: 5 * BLOCK_IDS },
  ]);
  assert.deepEqual(find(99, 100), [end]);
  assert.deepEqual(find(-Infinity, Infinity), [all]);
  assert.deepEqual(
    index.find({ from: 1, to: 9 }, "client", { from: -10, to: 0 }),
    [{ from: 1, to: 9 }],
  );
});

test("It knows the earliest and latest times", () => {
  const index = new TimeIndex(0);
  assert.equal(index.extent("server"), undefined);
  index.add({ client: undefined, server: undefined });
  assert.equal(index.extent("server"), undefined);
  index.add(times(7, 8));
  index.add(times(-1, 3));
  // Text instead of a time.
  index.add({ client: undefined, server: { from: -Infinity, to: Infinity } });
  assert.deepEqual(index.extent("server"), { from: -1, to: 8 });
  assert.deepEqual(index.extent("client"), { from: -8, to: 1 });
});
