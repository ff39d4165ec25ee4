import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { attachStage, canStage } from "../../../../server/rows/sqlite/stage.ts";

test("A stage is attached once, beside the database itself", () => {
  using database = new DatabaseSync(":memory:");
  assert.equal(attachStage(database), true);
  const names = database.prepare("PRAGMA database_list").all()
    .map(({ name }) => name);
  assert.deepEqual(names, ["main", "stage"]);
  assert.equal(attachStage(database), false);
});

test("With all permissions a process can stage", () => {
  assert.equal(canStage(), true);
});
