import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import {
  readProgress,
  writeProgress,
} from "../../../../server/rows/sqlite/sqlite_progress.ts";

test("A stream without stored data has no progress", () => {
  using database = new DatabaseSync(":memory:");
  assert.equal(readProgress(database, "a"), undefined);
  writeProgress(database, []);
  assert.deepEqual(database.prepare("SELECT * FROM sqlite_master").all(), []);
});

test("The latest progress of each stream is read back, even beyond 2^32", () => {
  using database = new DatabaseSync(":memory:");
  const a = { stream: "a", offset: 10, redefined: 0 };
  const b = { stream: "b", offset: 2 ** 45 + 1, redefined: 30 };
  writeProgress(database, [{ ...a, offset: 5 }, b]);
  writeProgress(database, [a]);
  assert.deepEqual(readProgress(database, "a"), a);
  assert.deepEqual(readProgress(database, "b"), b);
  assert.equal(readProgress(database, "c"), undefined);
});
