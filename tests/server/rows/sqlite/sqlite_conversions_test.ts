import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { MAX_CONVERSION_ROWS } from "../../../../server/rows/conversion_rows.ts";
import { SqliteConversions } from "../../../../server/rows/sqlite/sqlite_conversions.ts";
import type { ConversionCount } from "../../../../server/rows/store.ts";

const COUNT: ConversionCount = {
  senderId: 1,
  stream: 2,
  field: "a",
  kind: "fraction cut",
  count: 1,
  texts: ["3.7"],
};

function stored(database: DatabaseSync): unknown[][] {
  return database.prepare("SELECT count, raw FROM _oml_conversions").all()
    .map(({ count, raw }) => [count, JSON.parse(String(raw))]);
}

test("Without conversions there is no table for them", () => {
  using database = new DatabaseSync(":memory:");
  new SqliteConversions(database).write([]);
  assert.deepEqual(database.prepare("SELECT * FROM sqlite_master").all(), []);
});

test("The first five texts are kept, in one flush or many, even across restarts", () => {
  using database = new DatabaseSync(":memory:");
  let conversions = new SqliteConversions(database);
  for (let i = 0; i < 7; i++) {
    if (i === 2) conversions = new SqliteConversions(database);
    conversions.write([{ ...COUNT, count: 2, texts: [`${i}.1`, `${i}.2`] }]);
  }
  assert.deepEqual(stored(database), [
    [14, ["0.1", "0.2", "1.1", "1.2", "2.1"]],
  ]);
});

test("If there are too many rows, one counts all others, even across restarts", () => {
  using database = new DatabaseSync(":memory:");
  const many = Array.from(
    { length: MAX_CONVERSION_ROWS },
    (_, i) => ({ ...COUNT, field: `a${i}` }),
  );
  new SqliteConversions(database).write(many);
  for (let i = 0; i < 2; i++) {
    const conversions = new SqliteConversions(database);
    conversions.write([COUNT, { ...COUNT, senderId: 2 }]);
    conversions.write([COUNT]);
  }
  assert.deepEqual(stored(database).slice(MAX_CONVERSION_ROWS), [[6, []]]);
});

test("Counts of a rolled-back transaction are counted again", () => {
  using database = new DatabaseSync(":memory:");
  const conversions = new SqliteConversions(database);
  for (const end of ["ROLLBACK", "COMMIT"]) {
    database.exec("BEGIN");
    conversions.write([COUNT]);
    database.exec(end);
    if (end === "ROLLBACK") conversions.forget();
  }
  assert.deepEqual(stored(database), [[1, ["3.7"]]]);
});

test("A row is found by its key, even among many", () => {
  using database = new DatabaseSync(":memory:");
  new SqliteConversions(database).write([COUNT]);
  const plan = database.prepare(
    "EXPLAIN QUERY PLAN UPDATE _oml_conversions SET count = 2 WHERE " +
      "oml_sender_id IS 1 AND stream IS 2 AND field = 'a' AND kind = 'b'",
  ).get();
  assert.match(String(plan?.detail), /SEARCH .* _oml_conversions_key/);
});
