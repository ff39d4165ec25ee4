import assert from "node:assert/strict";
import { test } from "node:test";
import { TableDigest } from "../../../archive/digest/table_digest.ts";

const name = (sender: number) => `n${sender}`;

test("A table is counted by sender", () => {
  const digest = new TableDigest();
  digest.add(2, 1, 10.5, 10);
  digest.add(1, 7, -3, 10.25);
  digest.add(2, 2, 11, 12.5);
  digest.add(2, 4, null, 12.75);
  digest.add(2, 5, 1, null);
  assert.equal(digest.counted, 5);
  assert.deepEqual(digest.cells({ table: "t", name, now: 15 }), [
    {
      ...{ sender: "n1", table: "t", tuples: 1, firstSeq: 7, lastSeq: 7 },
      ...{ gaps: 0, duplicates: 0, first: 10.25, last: 10.25 },
      ...{ rate: 1 / 4.75, longestSilence: 0, clockOffset: -13.25 },
    },
    {
      ...{ sender: "n2", table: "t", tuples: 4, firstSeq: 1, lastSeq: 5 },
      ...{ gaps: 1, duplicates: 0, first: 10, last: 12.75 },
      ...{ rate: 3 / 5, longestSilence: 2.5, clockOffset: 0.5 },
    },
  ]);
});

test("The rate is that of the last ten seconds", () => {
  const digest = new TableDigest();
  for (let i = 0; i < 3000; i++) digest.add(1, i, i / 50, i / 50);
  const rate = (now: number) => digest.cells({ table: "t", name, now })[0].rate;
  assert.ok(Math.abs(rate(59.99) - 50) < 1, `${rate(59.99)}`);
  assert.ok(rate(65) > 20 && rate(65) < 30, `${rate(65)}`);
  assert.equal(rate(80), 0);
});

test("Beyond the budget, further senders are not counted", () => {
  const budget = { left: 2 };
  const [a, b] = [new TableDigest(budget), new TableDigest(budget)];
  for (const sender of [1, 1, 2, 3]) a.add(sender, 1, 0, 0);
  b.add(1, 1, 0, 0);
  assert.deepEqual([a.counted, b.counted], [3, 0]);
  assert.deepEqual([a.share, b.share], [0.75, 0]);
});

test("Successive rows that are added at once are counted as if one by one", () => {
  const [together, apart] = [new TableDigest(), new TableDigest()];
  const runs = [[1, 5, 10, 12], [8, 3, 13, 14.5], [8, 3, 15, 16]] as const;
  for (const [seq, rows, first, last] of runs) {
    const step = (last - first) / (rows - 1);
    for (let i = 0; i < rows; i++) {
      const server = first + i * step;
      apart.add(1, seq + i, server + 0.25, server);
    }
    together.addRun(1, {
      ...{ seq, rows, first, last, longestSilence: step, clockOffset: 0.25 },
      ...{ firstMeasured: first + 0.25, lastMeasured: last + 0.25 },
    });
  }
  for (const digest of [together, apart]) digest.add(2, 1, null, null);
  const view = { table: "t", name: String, now: 17 };
  assert.deepEqual(together.cells(view), apart.cells(view));
  assert.equal(together.counted, apart.counted);
});
