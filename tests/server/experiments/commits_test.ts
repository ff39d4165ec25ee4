import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitFacts } from "../../../server/observer.ts";
import {
  type CommitLoad,
  Commits,
} from "../../../server/experiments/commits.ts";

function load(bytes: number, rows: number): CommitLoad {
  return { bytes, rows, began: performance.now() };
}

test("Commits count rows in progress and stored rows", () => {
  const commits = new Commits();
  commits.begin(load(10, 1));
  commits.begin(load(20, 2));
  assert.deepEqual([commits.inProgress, commits.bytes, commits.rows], [
    2,
    30,
    3,
  ]);
  commits.end(load(10, 1), true);
  assert.deepEqual([commits.inProgress, commits.bytes, commits.rows], [
    1,
    20,
    2,
  ]);
  assert.equal(commits.stored, 1);
  assert.ok(commits.storedAt > 0);
});

test("A failed commit stores nothing", () => {
  const commits = new Commits();
  commits.begin(load(10, 1));
  commits.end(load(10, 1), false);
  assert.deepEqual([commits.begun, commits.ended], [1, 1]);
  assert.deepEqual([commits.stored, commits.storedAt], [0, 0]);
});

test("Commits also count in the total", () => {
  const all = new Commits();
  const [one, other] = [new Commits(all), new Commits(all)];
  one.begin(load(10, 1));
  other.begin(load(20, 2));
  one.end(load(10, 1), true);
  assert.deepEqual([all.inProgress, all.bytes, all.stored], [1, 20, 1]);
  assert.deepEqual([one.inProgress, other.inProgress], [0, 1]);
});

test("An observer is notified of each commit of all, with its duration", () => {
  const seen: CommitFacts[] = [];
  const all = new Commits(undefined, {
    committed: (facts) => seen.push(facts),
    rejected: assert.fail,
  });
  const [one, other] = [new Commits(all), new Commits(all)];
  const [good, bad] = [load(10, 1), { ...load(20, 2), began: -1_000 }];
  one.begin(good);
  other.begin(bad);
  one.end(good, true);
  other.end(bad, false);
  assert.deepEqual(
    seen.map(({ rows, isStored }) => [rows, isStored]),
    [[1, true], [2, false]],
  );
  assert.ok(seen[0].ms < 1_000 && seen[1].ms >= 1_000);
});
