import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { checkDatabases } from "../../../cli/check/check_databases.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import {
  OLD_SERVERS_DATABASE,
  OLDER_SERVERS_DATABASE,
} from "../../server/_support/old_database.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

function make(name: string, sql: string): void {
  using database = new DatabaseSync(join(directory, name));
  database.exec(sql);
}

/** The findings as lines; the directory must be as it was. */
function lines(): string[] {
  const files = readdirSync(directory);
  const contents = () =>
    files.map((name) => readFileSync(join(directory, name), "hex"));
  const before = contents();
  const found = checkDatabases(directory, files);
  assert.deepEqual(readdirSync(directory), files);
  assert.deepEqual(contents(), before);
  return found.map(({ state, text }) => `${state}: ${text}`);
}

test("Databases of any server can be appended to, and those that change are named", () => {
  make("new.sq3", OLD_SERVERS_DATABASE);
  assert.deepEqual(lines(), ["ok: 1, all writable"]);
  for (const name of ["a", "b", "c", "d"]) {
    make(`${name}.sq3`, OLDER_SERVERS_DATABASE);
  }
  assert.deepEqual(lines(), [
    "ok: 5, all writable; 4 of oml2-server 2.9 or older will get newer " +
    "metadata from their next client: a.sq3, b.sq3, c.sq3, ...",
  ]);
});

test("A database that can't be appended to is reported with the reason", () => {
  make("a.sq3", "CREATE TABLE _experiment_metadata (mine)");
  writeFileSync(join(directory, "b.sq3"), "this is no database".repeat(100));
  const [line, ...more] = lines();
  assert.deepEqual(more, []);
  assert.match(
    line,
    /^warning: 2 of 2 can't be appended to: a\.sq3, b\.sq3 \(its table _experiment_metadata has the columns mine, /,
  );
});

test("A database in WAL mode gets no side files", () => {
  make("a.sq3", `PRAGMA journal_mode = WAL; ${OLD_SERVERS_DATABASE}`);
  assert.deepEqual(lines(), ["ok: 1, all writable"]);
  assert.deepEqual(readdirSync(directory), ["a.sq3"]);
});
