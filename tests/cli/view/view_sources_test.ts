import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { StartError } from "../../../cli/options/options_error.ts";
import { findSources } from "../../../cli/view/view_sources.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const root = makeTempDir();
after(() => removeTempDir(root));
const path = (...names: string[]) => join(root, ...names);

before(() => {
  for (const name of ["databases", "captures", "both", "neither"]) {
    mkdirSync(path(name));
  }
  for (const name of ["databases/a.sq3", "both/a.sq3", "renamed.bin"]) {
    using database = new DatabaseSync(path(name));
    database.exec("CREATE TABLE t (a)");
  }
  writeFileSync(path("databases/new.sq3"), "");
  for (const name of ["captures/b.oml", "captures/a.oml", "both/a.oml"]) {
    writeFileSync(path(name), "protocol: 4\n");
  }
  writeFileSync(path("run.log"), "protocol: 4\n");
});

const nothing = { directories: [], databases: [], captures: [], servers: [] };

test("A file is what its contents are, whatever its name", () => {
  const databases = ["databases/a.sq3", "databases/new.sq3", "renamed.bin"]
    .map((name) => path(name));
  assert.deepEqual(findSources(databases), { ...nothing, databases });
  const captures = [path("run.log")];
  assert.deepEqual(findSources(captures), { ...nothing, captures });
});

test("A directory is that of its databases, or else all its captures", () => {
  for (const name of ["databases", "both"]) {
    const directories = [path(name)];
    assert.deepEqual(findSources(directories), { ...nothing, directories });
  }
  assert.deepEqual(findSources([path("captures")]), {
    ...nothing,
    captures: [path("captures/a.oml"), path("captures/b.oml")],
  });
});

test("What is given twice is viewed once", () => {
  assert.deepEqual(
    findSources([path("run.log"), `${root}/./run.log`, path("run.log")])
      .captures.length,
    1,
  );
});

test("A PostgreSQL URI is a server, or one of its databases", () => {
  const [all, one] = findSources([
    "postgresql://oml@lab:5433/",
    "postgres://oml@lab/demo",
  ]).servers;
  assert.deepEqual([all.database, one.database], [undefined, "demo"]);
  assert.deepEqual([all.place.host, all.place.port], ["lab", 5433]);
});

test("What can't be viewed is named, with the remedy", () => {
  symlinkSync("nowhere", path("dangling"));
  const cases: [name: string, message: RegExp][] = [
    [
      path("missing.sq3"),
      /Cannot view .*missing\.sq3: it does not exist; give/,
    ],
    [path("dangling"), /dangling: it does not exist/],
    [path("neither"), /neither: it has neither \.sq3 nor \.oml files; give/],
    ["/dev/null", /null: it is neither a file nor a directory; give/],
    [
      "postgresql://oml:secret@a,b/",
      /PostgreSQL URI: its host .*; write it as/,
    ],
  ];
  for (const [name, message] of cases) {
    assert.throws(() => findSources([name]), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  }
});
