import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { MemoryPeak } from "../_support/resident_memory.ts";
import { runOml2 } from "../_support/run_command.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { createDatabase } from "../archive/sqlite/_support/databases.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { plantedBed } from "../verify/_support/planted.ts";

let root = "";
const path = (...parts: string[]) => join(root, ...parts);

before(async () => {
  root = makeTempDir();
  const store = new SqliteStore({
    ...{ directory: root, journal: "delete", keepRejects: true },
    abandon: new AbortController().signal,
  }, new MemoryLog());
  for (const name of ["same", "other", "lost"]) {
    await storeExperiment(store, plantedBed(name));
  }
  await store.close();
  for (const name of ["same", "other", "lost"]) {
    for (const side of ["a", "b"]) {
      cpSync(path(`${name}.sq3`), path(side, `${name}.sq3`));
    }
  }
  using other = new DatabaseSync(path("b", "other.sq3"));
  other.exec("UPDATE app_all SET l = l + 1 WHERE oml_seq = 7");
  rmSync(path("b", "lost.sq3"));
});

after(() => removeTempDir(root));

const verify = (...args: readonly string[]) => runOml2("verify", ...args);

test("oml2 verify exits with 0 if two files are the same", async () => {
  const files = [path("a", "same.sq3"), path("same.sq3")];
  const { status, stdout, stderr } = await verify(...files);
  assert.deepEqual(stdout.split("\n"), [
    "same: the same, 2 tables with 41 tuples",
    "",
    "Not compared: numbers and order of rows, numbers of senders and " +
    "streams, times of metadata, rejected samples and conversions",
    `A is ${files[0]}`,
    `B is ${files[1]}`,
    "",
  ]);
  assert.deepEqual([status, stderr], [0, ""]);
});

test("oml2 verify compares directories, and names what is missing", async () => {
  const { status, stdout } = await verify(path("a"), path("b"));
  assert.equal(status, 1);
  assert.deepEqual(stdout.split("\n").slice(0, 6), [
    "lost: missing in B",
    "other: different",
    "  app_all: 40 tuples in A, 40 in B; 1 only in A, 1 only in B",
    '    sender "n2", oml_seq 7: l 9007199254740999 in A, ' +
    "9007199254741000 in B",
    "same: the same, 2 tables with 41 tuples",
    "",
  ]);
  assert.match(
    stdout,
    /^3 experiments: 1 the same, 1 different, 1 missing, 0 not compared$/m,
  );
});

test("oml2 verify --domain compares one experiment only", async () => {
  const { status, stdout } = await verify(
    ...[path("a"), path("b"), "--domain", "same"],
  );
  assert.equal(status, 0);
  assert.match(stdout, /^same: the same/);
});

test("oml2 verify --format json prints all facts", async () => {
  const { status, stdout } = await verify(
    ...[path("a"), path("b"), "--format", "json"],
  );
  assert.equal(status, 1);
  const { same, experiments } = JSON.parse(stdout);
  assert.equal(same, false);
  const [lost, other, equal] = experiments;
  assert.deepEqual(lost, { name: "lost", missing: "b" });
  assert.deepEqual([equal.name, equal.same], ["same", true]);
  const [table] = other.tables;
  assert.deepEqual(table.tuples, { a: 40, b: 40 });
  const [{ kind, values, tuple }] = table.examples;
  assert.equal(kind, "values");
  assert.deepEqual(values, [
    { column: "l", a: "9007199254740999", b: "9007199254741000" },
  ]);
  assert.deepEqual(tuple.a.values[0], { column: "sender", value: "n2" });
});

test("oml2 verify exits with 2 if it can't compare", async () => {
  const missing = await verify(path("a"), path("nowhere"));
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /^oml2 verify: .*nowhere: it does not exist; /);
  const domain = await verify(path("a"), path("b"), "--domain", "none");
  assert.equal(domain.status, 2);
  assert.match(domain.stderr, /^oml2 verify: Nothing to compare/);
  const option = await verify(path("a"));
  assert.equal(option.status, 2);
});

/** Creates a database with `rows` rows. */
function createLarge(path: string, rows: number): void {
  using database = createDatabase(path, "delete");
  database.exec(
    `WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows})
    INSERT INTO app_m SELECT i, 1, i, i, i, i FROM c`,
  );
}

/** The most memory that a comparison of a file with itself takes. */
async function peakOf(path: string): Promise<number> {
  const [program, ...args] = [...oml2Command(), "verify", path, path];
  const child = spawn(program, args, { cwd: repositoryRoot, stdio: "ignore" });
  using peak = new MemoryPeak(child.pid ?? 0);
  assert.deepEqual(await once(child, "exit"), [0, null]);
  return peak.bytes;
}

test("oml2 verify takes as much memory for many tuples as for few", async () => {
  createLarge(path("few.sq3"), 20_000);
  createLarge(path("many.sq3"), 600_000);
  const growth = await peakOf(path("many.sq3")) - await peakOf(path("few.sq3"));
  // 50 bytes for each tuple of both would be 60 MB.
  assert.ok(growth < 50e6, `${growth}`);
});

test("oml2 verify compares the others if one can't be read", async () => {
  const [a, b] = [path("c"), path("d")];
  for (const directory of [a, b]) {
    cpSync(path("same.sq3"), join(directory, "same.sq3"));
    cpSync(path("same.sq3"), join(directory, "broken.sq3"));
  }
  writeFileSync(join(b, "broken.sq3"), "SQLite format 3\0 but no more");
  const { status, stdout } = await verify(a, b);
  assert.equal(status, 2);
  const [broken, same] = stdout.split("\n");
  assert.match(broken, /^broken: not compared: /);
  assert.match(same, /^same: the same/);
});
