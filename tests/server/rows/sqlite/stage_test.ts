import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { attachStage, canStage } from "../../../../server/rows/sqlite/stage.ts";

test("A stage is attached once, besides the database itself", () => {
  using database = new DatabaseSync(":memory:");
  assert.equal(attachStage(database), true);
  const names = database.prepare("PRAGMA database_list").all()
    .map(({ name }) => name);
  assert.deepEqual(names, ["main", "stage"]);
  assert.equal(attachStage(database), false);
});

test("A process with all permissions can stage", () => {
  assert.equal(canStage(), true);
});
