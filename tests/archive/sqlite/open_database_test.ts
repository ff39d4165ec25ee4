import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ArchiveError } from "../../../archive/errors.ts";
import { SqliteArchive } from "../../../archive/sqlite/sqlite_archive.ts";
import { noSetpriv } from "../../_support/as_root.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { waitFor } from "../../_support/wait_for.ts";
import {
  addRows,
  copyDatabase,
  createDatabase,
  insertRows,
} from "./_support/databases.ts";
import { directoryState } from "./_support/directory_state.ts";

let root = "";
/** The directory of the experiments, and the one for copies of them. */
let directory = "";
let copiesIn = "";
let archive: SqliteArchive;
const writers: DatabaseSync[] = [];

beforeEach(() => {
  root = makeTempDir();
  [directory, copiesIn] = ["data", "copies"].map((name) => join(root, name));
  mkdirSync(directory);
  mkdirSync(copiesIn);
  archive = new SqliteArchive({ directory, inServer: false, copiesIn });
});

afterEach(async () => {
  await archive.close();
  for (const writer of writers.splice(0)) if (writer.isOpen) writer.close();
  removeTempDir(root);
});

const path = (name: string) => join(directory, `${name}.sq3`);

/** A database that this test closes. */
function create(at: string, journal: "wal" | "delete"): DatabaseSync {
  const database = createDatabase(at, journal);
  writers.push(database);
  return database;
}

/** The values of all rows. */
async function values(name: string, other = archive): Promise<unknown> {
  const rows = await other.rows(name, "app_m", { limit: 1000 });
  return rows.values.n;
}

/** Reads everything; fails if that leaves a trace. */
async function withoutTrace(read: () => Promise<void>): Promise<void> {
  const before = directoryState(directory);
  await read();
  await archive.close();
  assert.deepEqual(directoryState(directory), before);
  assert.deepEqual(readdirSync(copiesIn), []);
}

for (const journal of ["wal", "delete"] as const) {
  test(`A closed file in ${journal} mode is read without a trace`, () => {
    const database = create(path("e"), journal);
    addRows(database, 1, 4);
    database.close();
    return withoutTrace(async () => {
      assert.deepEqual(await values("e"), [1, 2, 3]);
      assert.equal((await archive.experiments())[0].rows, 3);
      assert.equal((await archive.activity("e")).cells[0].tuples, 3);
    });
  });
}

test("A file with the log and index that a crash left is read without a trace", () => {
  const database = create(join(root, "x.sq3"), "wal");
  addRows(database, 1, 4);
  copyDatabase(join(root, "x.sq3"), path("e"), ["-wal", "-shm"]);
  return withoutTrace(async () =>
    assert.deepEqual(await values("e"), [1, 2, 3])
  );
});

test("A log without an index is read in a private copy", () => {
  const database = create(join(root, "x.sq3"), "wal");
  addRows(database, 1, 4);
  copyDatabase(join(root, "x.sq3"), path("e"), ["-wal"]);
  return withoutTrace(async () => {
    assert.deepEqual(await values("e"), [1, 2, 3]);
    assert.equal(readdirSync(copiesIn).length, 1);
    // It is copied once only, even if several ask at once.
    await Promise.all([values("e"), values("e"), archive.describe("e")]);
    assert.equal(readdirSync(copiesIn).length, 1);
  });
});

test("A private copy is made again if the original has changed", async () => {
  const database = create(join(root, "x.sq3"), "wal");
  addRows(database, 1, 3);
  copyDatabase(join(root, "x.sq3"), path("e"), ["-wal"]);
  assert.deepEqual(await values("e"), [1, 2]);
  addRows(database, 3, 5);
  copyDatabase(join(root, "x.sq3"), path("e"), ["-wal"]);
  assert.deepEqual(await values("e"), [1, 2, 3, 4]);
  assert.equal(readdirSync(copiesIn).length, 1);
});

test("What a crash interrupted is not seen, and stays as it is", () => {
  const database = create(join(root, "x.sq3"), "delete");
  addRows(database, 1, 4);
  // The transaction is larger than the cache, so it reaches the file.
  database.exec("PRAGMA cache_size = 2; BEGIN; UPDATE app_m SET n = n + 100");
  insertRows(database, 4, 20_000);
  copyDatabase(join(root, "x.sq3"), path("e"), ["-journal"]);
  database.exec("ROLLBACK");
  return withoutTrace(async () =>
    assert.deepEqual(await values("e"), [1, 2, 3])
  );
});

test("An empty log without an index belongs to nobody", () => {
  create(path("e"), "wal").close();
  writeFileSync(`${path("e")}-wal`, "");
  return withoutTrace(async () => assert.deepEqual(await values("e"), []));
});

test("A writer that comes and goes is noticed", async () => {
  create(path("e"), "wal").close();
  assert.deepEqual(await values("e"), []);
  for (let i = 1; i < 4; i++) {
    const database = new DatabaseSync(path("e"));
    writers.push(database);
    addRows(database, i, i + 1);
    assert.equal((await values("e") as unknown[]).length, i);
    database.close();
    assert.equal((await values("e") as unknown[]).length, i);
  }
  await archive.close();
});

test("A file that replaces another is read instead", async () => {
  for (const name of ["old", "new"]) {
    const database = create(join(root, `${name}.sq3`), "delete");
    addRows(database, name === "old" ? 1 : 7, 9);
    database.close();
  }
  renameSync(join(root, "old.sq3"), path("e"));
  assert.equal((await archive.activity("e")).cells[0].tuples, 8);
  renameSync(join(root, "new.sq3"), path("e"));
  assert.deepEqual(await values("e"), [7, 8]);
  await waitFor("the new rows to be counted", async () => {
    const { cells } = await archive.activity("e");
    return cells[0].tuples === 2 || `${cells[0].tuples}`;
  });
  rmSync(path("e"));
  await assert.rejects(values("e"), /no experiment "e"/);
  assert.deepEqual(await archive.experiments(), []);
});

test("A writer in the same process keeps its locks", {
  skip: process.platform !== "linux" && "only Linux shows them in /proc",
}, async () => {
  const own = new SqliteArchive({ directory, inServer: true });
  const database = create(path("e"), "wal");
  addRows(database, 1, 3);
  const { ino } = statSync(path("e"));
  const locks = () =>
    readFileSync("/proc/locks", "utf8").split("\n")
      .filter((line) => line.includes(` ${process.pid} `))
      .filter((line) => line.includes(`:${ino} `)).length;
  assert.ok(locks() > 0);
  assert.deepEqual(await values("e", own), [1, 2]);
  await own.close();
  assert.ok(locks() > 0);
  addRows(database, 3, 4);
  assert.deepEqual(await values("e", own), [1, 2, 3]);
  await own.close();
});

test("What can't be read says so, without a path", async () => {
  writeFileSync(
    path("text"),
    "no database, but longer than a header".repeat(9),
  );
  writeFileSync(path("empty"), "");
  mkdirSync(path("folder"));
  const all = await archive.experiments();
  const faults = all.map(({ name, fault }) => `${name}: ${fault}`);
  assert.match(faults.join("\n"), /^empty: undefined\nfolder: .+\ntext: .+$/);
  assert.match(faults.join("\n"), /file is not a database/);
  assert.ok(!faults.join().includes(directory), faults.join("\n"));
  await assert.rejects(archive.describe("text"), (error) => {
    assert.ok(error instanceof ArchiveError);
    assert.match(`${error.hint}`, /integrity_check/);
    return true;
  });
  const none = new SqliteArchive({
    directory: join(root, "none"),
    inServer: false,
  });
  await assert.rejects(none.experiments(), ArchiveError);
});

test("Single files are experiments by their names", async () => {
  for (const name of ["a", "b", "c"]) {
    mkdirSync(join(root, name));
    create(join(root, name, "same.sq3"), "delete").close();
  }
  create(path("other"), "delete").close();
  const files = ["b", "a", "c"].map((name) => join(root, name, "same.sq3"));
  const some = new SqliteArchive({
    files: [...files, path("other")],
    inServer: false,
  });
  const names = (await some.experiments()).map(({ name }) => name);
  assert.deepEqual(names, ["other", "same", "same (2)", "same (3)"]);
  await some.close();
});

test("Files are read where nothing may be written", { skip: noSetpriv }, () => {
  create(path("closed"), "wal").close();
  const database = create(join(root, "x.sq3"), "wal");
  addRows(database, 1, 4);
  copyDatabase(join(root, "x.sq3"), path("crashed"), ["-wal", "-shm"]);
  copyDatabase(join(root, "x.sq3"), path("copied"), ["-wal"]);
  for (const name of readdirSync(directory)) {
    chmodSync(join(directory, name), 0o444);
  }
  chmodSync(directory, 0o555);
  chmodSync(root, 0o755);
  const before = directoryState(directory);
  const script = fileURLToPath(
    new URL("_support/count_rows.ts", import.meta.url),
  );
  const runtime = process.versions.deno
    ? [process.execPath, "run", "-A", "--no-check"]
    : [process.execPath];
  const ids = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
  const { stdout, stderr } = spawnSync(
    "setpriv",
    [...ids, ...runtime, script, directory],
    { encoding: "utf8", env: { ...process.env, HOME: "/tmp" } },
  );
  assert.equal(stdout, "closed 0\ncopied 3\ncrashed 3\n", stderr);
  assert.deepEqual(directoryState(directory), before);
});
