import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import {
  countRejects,
  writeRejects,
} from "../../../../server/rows/sqlite/sqlite_rejects.ts";
import type { Reject, RejectCount } from "../../../../server/rows/store.ts";

const reason = "not a tuple";

function flush(rejects: readonly Reject[], counts: readonly RejectCount[]) {
  return { tables: [], rows: [], rejects, rejectCounts: counts };
}

function reject(raw: string): Reject {
  const bytes = new TextEncoder().encode(raw);
  return {
    arrival: 1.5,
    senderId: 1,
    stream: 2,
    reason,
    raw: bytes,
    length: 9,
  };
}

test("Without rejected samples there are no tables for them", () => {
  using database = new DatabaseSync(":memory:");
  writeRejects(database, flush([], []));
  assert.deepEqual(database.prepare("SELECT * FROM sqlite_master").all(), []);
  assert.deepEqual(countRejects(database), { rejectRows: 0, rejectBytes: 0 });
});

test("A rejected sample is kept with all its facts", () => {
  using database = new DatabaseSync(":memory:");
  const count = { senderId: 1, stream: 2, reason, count: 1 };
  writeRejects(database, flush([reject("raw")], [count]));
  const row = database.prepare("SELECT * FROM _oml_rejected").get();
  assert.deepEqual({ ...row }, {
    id: 1,
    oml_ts_server: 1.5,
    oml_sender_id: 1,
    stream: 2,
    reason,
    raw: new TextEncoder().encode("raw"),
    length: 9,
  });
});

test("Counts add up by sender, stream and reason", () => {
  using database = new DatabaseSync(":memory:");
  const first = { senderId: 1, stream: 2, reason, count: 3 };
  const others = [
    { ...first, senderId: 2 },
    { ...first, stream: undefined },
    { ...first, reason: "too few fields" },
  ];
  writeRejects(database, flush([], [first, ...others]));
  writeRejects(database, flush([], [first, others[1]]));
  const counts = database.prepare("SELECT count FROM _oml_reject_counts").all();
  assert.deepEqual(counts.map(({ count }) => count), [6, 3, 6, 3]);
});

test("A count is found by its key, even among many", () => {
  using database = new DatabaseSync(":memory:");
  const count = { senderId: 1, stream: 2, reason, count: 1 };
  writeRejects(database, flush([], [count]));
  const plan = database.prepare(
    "EXPLAIN QUERY PLAN UPDATE _oml_reject_counts SET count = 2 " +
      "WHERE oml_sender_id = 1 AND stream IS NULL AND reason = 'a'",
  ).get();
  assert.match(String(plan?.detail), /SEARCH .* _oml_reject_counts_key/);
});

test("countRejects() returns how much is kept already", () => {
  using database = new DatabaseSync(":memory:");
  const count = { senderId: 1, stream: 2, reason, count: 2 };
  writeRejects(database, flush([reject("raw"), reject("")], [count]));
  assert.deepEqual(countRejects(database), { rejectRows: 2, rejectBytes: 3 });
});
