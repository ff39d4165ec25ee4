import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { SqliteStore } from "../../../../server/rows/sqlite/sqlite_store.ts";
import { StoreError } from "../../../../server/rows/store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import {
  column,
  countRows,
  openToRead,
  query,
  scalar,
  sideFiles,
} from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { flushOf, rejection } from "../../_support/flush.ts";

const schema = "1 app_m a:int32";
const nobody = { sender: undefined, startTime: undefined };

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

function makeStore(log = new MemoryLog(), views = false) {
  const abandon = new AbortController();
  const options = {
    directory,
    journal: "wal",
    keepRejects: true,
    views,
    abandon: abandon.signal,
  } as const;
  return { store: new SqliteStore(options, log), abandon, log };
}

/** A flush of one row. */
function row(value: bigint, known = value > 0n) {
  return flushOf({ handle: 0, schema, rows: [[value]], known });
}

const VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view'";

const path = (domain: string) => join(directory, `${domain}.sq3`);

/** Another process that writes, for as long as its transaction is open. */
function holdLock(domain: string): DatabaseSync {
  const holder = new DatabaseSync(path(domain), { timeout: 0 });
  holder.exec("BEGIN IMMEDIATE");
  return holder;
}

test("A domain is a file of the directory, with a URI for hooks", async () => {
  const { store } = makeStore();
  const database = await store.open("my exp~1:2");
  assert.match(database.uri, /^file:\/[^/].*\/my%20exp~1:2\.sq3$/);
  await database.close();
  assert.deepEqual(sideFiles(path("my exp~1:2")), []);
});

test("Calls run in order, even if not awaited", async () => {
  const { store } = makeStore();
  const database = await store.open("a");
  const calls = [0n, 1n, 2n].map((value) => database.write(row(value)));
  await Promise.all([...calls, database.close()]);
  assert.deepEqual(column(path("a"), "SELECT a FROM app_m"), [0, 1, 2]);
});

test("While another process writes, only its database waits", async () => {
  const { store } = makeStore();
  const [locked, free] = [await store.open("locked"), await store.open("free")];
  await locked.write(row(0n));
  const holder = holdLock("locked");
  let done = false;
  const written = locked.write(row(1n)).then(() => done = true);
  await free.write(row(0n));
  await free.close();
  assert.equal(done, false);
  holder.exec("COMMIT");
  holder.close();
  await written;
  await locked.close();
  assert.equal(countRows(path("locked"), "app_m"), 2);
});

test("Writes delayed by a lock are stored in order and once", async () => {
  const { store } = makeStore();
  const database = await store.open("a");
  await database.write(row(0n));
  const holder = holdLock("a");
  const calls = [
    database.write(row(1n)),
    database.write(rejection("a reason")),
    database.join({ sender: "s", startTime: 1 }),
    database.write(row(2n)),
  ];
  await assertPending(calls[0]);
  holder.exec("ROLLBACK");
  holder.close();
  await Promise.all(calls);
  await database.close();
  assert.deepEqual(column(path("a"), "SELECT a FROM app_m"), [0, 1, 2]);
  assert.equal(countRows(path("a"), "_oml_rejected"), 1);
});

test("Opening waits for a locked database", async () => {
  new DatabaseSync(path("a")).close();
  const holder = holdLock("a");
  const { store } = makeStore();
  const opening = store.open("a");
  await assertPending(opening);
  holder.exec("COMMIT");
  holder.close();
  await (await opening).close();
});

test("An abandoned store stops waiting for locks", async () => {
  const { store, abandon } = makeStore();
  const database = await store.open("a");
  const holder = holdLock("a");
  const written = database.write(row(0n));
  abandon.abort();
  await assert.rejects(written, (error) => {
    assert.ok(error instanceof StoreError);
    assert.match(error.message, /Cannot use the database of a: .*locked/);
    return true;
  });
  holder.exec("COMMIT");
  holder.close();
  await database.close();
});

test("A file that is not a database fails at once", async () => {
  using file = new DatabaseSync(path("a"));
  file.exec("CREATE TABLE _experiment_metadata (not_ours)");
  file.close();
  const { store } = makeStore();
  await assert.rejects(store.open("a"), /Cannot use the database of a: /);
});

test("A removed or replaced file accepts no more senders and rows", async () => {
  for (const replace of [false, true]) {
    const { store } = makeStore();
    const database = await store.open("a");
    await database.write(row(0n));
    rmSync(path("a"));
    if (replace) writeFileSync(path("a"), "");
    for (
      const use of [
        () => database.join({ sender: "late", startTime: 1 }),
        () => database.write(row(1n)),
      ]
    ) {
      await assert.rejects(use, (error: unknown) => {
        assert.ok(error instanceof StoreError);
        assert.match(error.message, /a\.sq3 was removed or replaced while/);
        return true;
      });
    }
    await database.close();
    rmSync(path("a"), { force: true });
  }
});

test("A reader that has the file open is logged, and not waited for", async () => {
  const { store, log } = makeStore();
  const database = await store.open("a");
  await database.write(row(0n));
  using reader = openToRead(path("a"));
  reader.exec("BEGIN");
  assert.equal(reader.prepare("SELECT * FROM app_m").all().length, 1);
  await database.close();
  await waitFor(
    "the warning",
    () => /a: another program has the database/.test(log.of("warn").join()),
  );
  reader.exec("COMMIT");
});

test("An idle reader is logged, and the file is completed when it ends", async () => {
  const { store, log } = makeStore();
  const database = await store.open("a");
  await database.write(row(0n));
  using reader = openToRead(path("a"));
  assert.equal(reader.prepare("SELECT * FROM app_m").all().length, 1);
  await database.rest();
  await database.close();
  await waitFor(
    "the warning",
    () => /a: another program has the database/.test(log.of("warn").join()),
  );
  reader.close();
  await waitFor("the one file", () => sideFiles(path("a")).length === 0);
  assert.equal(scalar(path("a"), "PRAGMA journal_mode"), "delete");
});

test("close() completes files that readers have closed meanwhile", async () => {
  const { store, log } = makeStore();
  const database = await store.open("a");
  await database.write(row(0n));
  using reader = openToRead(path("a"));
  assert.equal(reader.prepare("SELECT * FROM app_m").all().length, 1);
  await database.close();
  reader.close();
  await store.close();
  assert.deepEqual(sideFiles(path("a")), []);
  // A page that reads for a moment is not worth a warning.
  assert.deepEqual(log.of("warn"), []);
  assert.equal(scalar(path("a"), "PRAGMA journal_mode"), "delete");
});

test("At rest there is only the one file, and the database continues later", async () => {
  const { store } = makeStore();
  const database = await store.open("a");
  for (const value of [0n, 1n]) {
    await database.write(row(value));
    assert.notDeepEqual(sideFiles(path("a")), []);
    await database.rest();
    await database.sync();
    if (value === 0n) assert.deepEqual(sideFiles(path("a")), []);
  }
  await database.close();
  assert.equal(countRows(path("a"), "app_m"), 2);
});

test("The log of a symbolic link is next to its target", async () => {
  const elsewhere = join(directory, "elsewhere");
  mkdirSync(elsewhere);
  new DatabaseSync(join(elsewhere, "real.sq3")).close();
  symlinkSync(join(elsewhere, "real.sq3"), path("a"));
  const { store, log } = makeStore();
  const database = await store.open("a");
  await database.write(row(0n));
  assert.deepEqual(sideFiles(join(elsewhere, "real.sq3")), ["-wal", "-shm"]);
  await database.sync();
  await database.close();
  assert.deepEqual(sideFiles(join(elsewhere, "real.sq3")), []);
  assert.deepEqual(log.of("warn"), []);
  assert.equal(countRows(path("a"), "app_m"), 1);
});

test("A store that is closed and reopened continues", async () => {
  for (const value of [0n, 0n]) {
    const { store } = makeStore();
    const database = await store.open("a");
    assert.equal((await database.join(nobody)).senderId, 0);
    await database.write(row(value));
    await database.close();
  }
  assert.equal(countRows(path("a"), "app_m"), 2);
});

test("With views, each new table gets one in the same transaction", async () => {
  const { store, log } = makeStore(undefined, true);
  const database = await store.open("a");
  await database.join({ sender: "node", startTime: 1_700_000_000 });
  await database.write(row(42n, false));
  assert.deepEqual(
    query(path("a"), "SELECT oml_experiment, oml_sender, a FROM v_app_m"),
    [{ oml_experiment: "a", oml_sender: "node", a: 42 }],
  );
  await database.close();
  assert.deepEqual(log.of("warn"), []);
});

test("With views, an existing database gets those that are missing", async () => {
  const without = makeStore();
  const first = await without.store.open("a");
  await first.write(row(0n));
  await first.close();
  assert.deepEqual(column(path("a"), VIEWS), []);
  const { store } = makeStore(undefined, true);
  const database = await store.open("a");
  assert.deepEqual(column(path("a"), VIEWS), ["v_app_m"]);
  await database.write(row(1n, false));
  await database.close();
  assert.equal(countRows(path("a"), "v_app_m"), 2);
});

test("Views that can't be created are logged once, and rows are stored", async () => {
  const { store, log } = makeStore(undefined, true);
  const database = await store.open("a");
  using other = new DatabaseSync(path("a"));
  other.exec("DROP TABLE _senders");
  await database.write(flushOf(
    { handle: 0, schema: "1 x a:int32" },
    { handle: 1, schema, rows: [[1n]] },
  ));
  assert.equal(countRows(path("a"), "app_m"), 1);
  assert.deepEqual(column(path("a"), VIEWS), []);
  assert.equal(log.of("warn").length, 1);
  assert.match(
    log.of("warn")[0],
    /a: cannot create the view v_x: no such table/,
  );
  await database.close();
});

test("The tables are the same with and without views", async () => {
  const schemas = [
    "1 v_x a:int32",
    "2 x a:uint64",
    "3 v_v_x a:guid",
    "4 X b:bool",
  ];
  const dump = async (domain: string, views: boolean) => {
    const database = await makeStore(undefined, views).store.open(domain);
    await database.join({ sender: "node", startTime: 1 });
    for (const [handle, schema] of schemas.entries()) {
      await database.write(flushOf({ handle, schema, rows: [[1n]] }));
    }
    await database.close();
    const tables = query(
      path(domain),
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid",
    );
    return tables.map(({ name, sql }) => [
      ...[name, sql],
      query(path(domain), `SELECT * FROM "${name}"`),
    ]);
  };
  assert.deepEqual(await dump("with", true), await dump("without", false));
  assert.equal(column(path("with"), VIEWS).length, schemas.length);
});

/** Asserts that a promise has not settled after some rounds of waiting. */
async function assertPending(promise: Promise<unknown>): Promise<void> {
  let settled = false;
  const settle = () => settled = true;
  promise.then(settle, settle);
  const start = Date.now();
  await waitFor("two tries", () => Date.now() - start >= 120);
  assert.equal(settled, false);
}

test("A database that gets hundreds of tables does not delay others", async () => {
  const { store } = makeStore();
  const [busy, other] = [await store.open("busy"), await store.open("other")];
  await other.write(row(0n));
  let isDone = false;
  const tables = Array.from({ length: 800 }, (_, handle) => ({
    ...{ handle, schema: `1 m${handle} a:int32`, rows: [[1n]] },
  }));
  const written = busy.write(flushOf(...tables)).finally(() => isDone = true);
  await other.write(row(1n));
  assert.equal(isDone, false);
  assert.equal(countRows(path("busy"), "m0"), 0, "all comes in one commit");
  await written;
  const count = "SELECT count(*) FROM sqlite_master WHERE name GLOB 'm*'";
  assert.deepEqual(column(path("busy"), count), [800]);
  assert.equal(countRows(path("busy"), "m799"), 1);
  await Promise.all([busy.close(), other.close()]);
});

test("While a hundred databases are opened, an open one is written to, and another is opened", async () => {
  const { store } = makeStore();
  const open = await store.open("open");
  let opened = 0;
  const many = Array.from({ length: 100 }, async (_, i) => {
    const database = await store.open(`many-${i}`);
    opened++;
    return database;
  });
  await open.write(row(0n));
  assert.ok(opened < 50, `${opened} came before`);
  const late = await store.open("late");
  assert.ok(opened < 90, `${opened} came before`);
  await Promise.all(
    [...many, open, late].map(async (it) => (await it).close()),
  );
  assert.equal(opened, 100);
});

test("A directory that can't be listed is logged without a failure of the thread", () => {
  const { store, log } = makeStore();
  removeTempDir(directory);
  store.recover();
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0], /Cannot look for databases .*ENOENT/);
});
