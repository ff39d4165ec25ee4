import assert from "node:assert/strict";
import { test } from "node:test";
import { Commits } from "../../../server/experiments/commits.ts";

test("Commits count what is under way, and what was stored", () => {
  const commits = new Commits();
  commits.begin({ bytes: 10, rows: 1 });
  commits.begin({ bytes: 20, rows: 2 });
  assert.deepEqual([commits.underWay, commits.bytes, commits.rows], [2, 30, 3]);
  commits.end({ bytes: 10, rows: 1 }, true);
  assert.deepEqual([commits.underWay, commits.bytes, commits.rows], [1, 20, 2]);
  assert.equal(commits.stored, 1);
  assert.ok(commits.storedAt > 0);
});

test("A commit that failed has stored nothing", () => {
  const commits = new Commits();
  commits.begin({ bytes: 10, rows: 1 });
  commits.end({ bytes: 10, rows: 1 }, false);
  assert.deepEqual([commits.begun, commits.ended], [1, 1]);
  assert.deepEqual([commits.stored, commits.storedAt], [0, 0]);
});

test("Commits are counted among those of all", () => {
  const all = new Commits();
  const [one, other] = [new Commits(all), new Commits(all)];
  one.begin({ bytes: 10, rows: 1 });
  other.begin({ bytes: 20, rows: 2 });
  one.end({ bytes: 10, rows: 1 }, true);
  assert.deepEqual([all.underWay, all.bytes, all.stored], [1, 20, 1]);
  assert.deepEqual([one.underWay, other.underWay], [0, 1]);
});
