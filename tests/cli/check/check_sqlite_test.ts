import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkSqlite } from "../../../cli/check/check_sqlite.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

for (const journal of ["wal", "delete"] as const) {
  test(`A database with the journal ${journal} is created as a test, and removed`, () => {
    const { state, text } = checkSqlite(directory, journal);
    assert.deepEqual(
      [state, text],
      ["ok", `works, journal mode ${journal}`],
    );
    assert.deepEqual(readdirSync(directory), []);
  });
}

test("Where no file can be written the remedy depends on the journal", () => {
  const nowhere = join(directory, "none");
  const wal = checkSqlite(nowhere, "wal");
  assert.equal(wal.state, "problem");
  assert.match(wal.remedy ?? "", /--journal=delete/);
  assert.match(checkSqlite(nowhere, "delete").remedy ?? "", /-D/);
});
