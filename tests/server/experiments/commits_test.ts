import assert from "node:assert/strict";
import { test } from "node:test";
import { Commits } from "../../../server/experiments/commits.ts";

test("Commits count rows in progress and stored rows", () => {
  const commits = new Commits();
  commits.begin({ bytes: 10, rows: 1 });
  commits.begin({ bytes: 20, rows: 2 });
  assert.deepEqual([commits.inProgress, commits.bytes, commits.rows], [
    2,
    30,
    3,
  ]);
  commits.end({ bytes: 10, rows: 1 }, true);
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
  commits.begin({ bytes: 10, rows: 1 });
  commits.end({ bytes: 10, rows: 1 }, false);
  assert.deepEqual([commits.begun, commits.ended], [1, 1]);
  assert.deepEqual([commits.stored, commits.storedAt], [0, 0]);
});

test("Commits also count in the total", () => {
  const all = new Commits();
  const [one, other] = [new Commits(all), new Commits(all)];
  one.begin({ bytes: 10, rows: 1 });
  other.begin({ bytes: 20, rows: 2 });
  one.end({ bytes: 10, rows: 1 }, true);
  assert.deepEqual([all.inProgress, all.bytes, all.stored], [1, 20, 1]);
  assert.deepEqual([one.inProgress, other.inProgress], [0, 1]);
});
