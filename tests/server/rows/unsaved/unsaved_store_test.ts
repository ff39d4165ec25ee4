import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { StoreError, UnwrittenError } from "../../../../server/rows/store.ts";
import { UnsavedStore } from "../../../../server/rows/unsaved/unsaved_store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { flushOf } from "../../_support/flush.ts";
import {
  type ScriptedDatabase,
  ScriptedStore,
} from "../../_support/scripted_store.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

const away = new StoreError("database is locked");

/** A guarded store; the scripted one behind it fails as the test defines. */
function setUp(directories = [directory]) {
  const behind = new ScriptedStore();
  const abandon = new AbortController();
  const log = new MemoryLog();
  const options = { abandon: abandon.signal, directories, log };
  const store = new UnsavedStore(behind, options);
  const database = (domain = "a") => {
    const found = behind.databases.get(domain);
    return found ?? assert.fail(`${domain} is not open`);
  };
  return { store, behind, abandon, log, database };
}

/** Fails a write that has just begun. */
function fail(database: ScriptedDatabase, error: Error = away): void {
  database.writes.shift()?.reject(error);
}

const read = (name: string) => readFileSync(join(directory, name), "utf8");

const rows = (handle: number, name: string, count: number, known = false) =>
  flushOf({
    handle,
    schema: `9 app_${name} a:int32`,
    rows: Array.from({ length: count }, (_, i) => [BigInt(i)]),
    known,
  });

test("Stored rows leave no files", async () => {
  const { store, database } = setUp();
  const opened = await store.open("a");
  assert.equal(opened.uri, "file:/nowhere.sq3");
  const writing = opened.write(rows(1, "m", 2));
  database().writes[0].resolve();
  await writing;
  await opened.close();
  assert.equal(database().closed, true);
  assert.equal(store.unsaved, 0);
  assert.equal(existsSync(join(directory, "a.unsaved.oml")), false);
});

test("Before a stop, failures are passed on and lose nothing", async () => {
  const { store, database } = setUp();
  const opened = await store.open("a");
  await opened.join({ sender: "me", startTime: 1000 });
  const writing = opened.write(rows(1, "m", 2));
  fail(database());
  await assert.rejects(writing, away);
  await opened.close();
  assert.equal(store.unsaved, 2);
  assert.match(read("a.unsaved.oml"), /\n\n0\t2\t0\t0\n0\.5\t2\t1\t1\n$/);
});

test("A failed flush at a stop becomes a file that a client could have sent", async () => {
  const { store, abandon, log, database } = setUp();
  const opened = await store.open("a");
  await opened.join({ sender: "me", startTime: 1000 });
  abandon.abort();
  const first = opened.write(rows(1, "m", 2));
  fail(database());
  await first;
  const second = opened.write(rows(2, "late", 1));
  fail(database());
  await second;
  await opened.close();
  assert.equal(
    read("a.unsaved.oml"),
    "protocol: 5\ndomain: a\nstart-time: 1000\nsender-id: me\n" +
      "schema: 2 app_m a:int32\ncontent: text\n\n" +
      "0\t2\t0\t0\n0.5\t2\t1\t1\n" +
      "0\t0\t0\t.\tschema\t3 app_late a:int32\n0\t3\t0\t0\n",
  );
  assert.equal(store.unsaved, 3);
  assert.match(log.of("error").join(), /a: 3 tuples of me .*unsaved\.oml/);
});

test("A sender's name is known until its last session's rows are stored", async () => {
  const { store, abandon, database } = setUp();
  const opened = await store.open("a");
  for (let session = 0; session < 3; session++) {
    await opened.join({ sender: "me", startTime: 1000 });
  }
  const first = opened.write({ ...rows(1, "m", 1), left: [1, 1] });
  database().writes.shift()?.resolve();
  await first;
  abandon.abort();
  const second = opened.write({ ...rows(1, "m", 1, true), left: [1] });
  fail(database());
  await second;
  await opened.close();
  assert.match(read("a.unsaved.oml"), /^sender-id: me$/m);
});

test("A sender without sessions is forgotten", async () => {
  const { store, abandon, database } = setUp();
  const opened = await store.open("a");
  await opened.join({ sender: "me", startTime: 1000 });
  const first = opened.write({ ...rows(1, "m", 1), left: [1] });
  database().writes.shift()?.resolve();
  await first;
  abandon.abort();
  const second = opened.write(rows(1, "m", 1, true));
  fail(database());
  await second;
  await opened.close();
  assert.doesNotMatch(read("a.unsaved.oml"), /^sender-id/m);
});

test("A flush returned by the store replaces the one passed to it", async () => {
  const { store, abandon, database } = setUp();
  const opened = await store.open("a");
  abandon.abort();
  const writing = opened.write(rows(1, "m", 1));
  const back = rows(1, "m", 5, true);
  const unwritten = { flush: back, isInDoubt: false };
  fail(database(), new UnwrittenError(away, unwritten));
  await writing;
  assert.equal(store.unsaved, 5);
});

test("Tuples that may be stored after all are in a separate file", async () => {
  const { store, abandon, log, database } = setUp();
  const opened = await store.open("a");
  await opened.join({ sender: "me", startTime: 1000 });
  abandon.abort();
  for (const [isInDoubt, count] of [[true, 3], [false, 2]] as const) {
    const flush = rows(1, "m", count);
    const writing = opened.write(flush);
    fail(database(), new UnwrittenError(away, { flush, isInDoubt }));
    await writing;
  }
  await opened.close();
  const lines = (name: string) => read(name).split("\n\n")[1].split("\n");
  assert.equal(lines("a.unsaved.oml").length, 3 + 1);
  assert.equal(lines("a.unsaved.2.oml").length, 2 + 1);
  const [doubtful, unsaved] = log.of("error");
  assert.match(
    doubtful,
    /3 tuples of me .* may or may not be stored.*unsaved\.oml/,
  );
  assert.match(unsaved, /2 tuples of me could not be stored.*unsaved\.2\.oml/);
});

test("An existing file is not overwritten", async () => {
  writeFileSync(join(directory, "a.unsaved.oml"), "older");
  const { store, abandon, database } = setUp();
  const opened = await store.open("a");
  abandon.abort();
  const writing = opened.write(rows(1, "m", 1));
  fail(database());
  await writing;
  await opened.close();
  assert.equal(read("a.unsaved.oml"), "older");
  assert.match(read("a.unsaved.2.oml"), /^protocol: 5\n/);
});

test("Schemas that exceed the headers are defined among the tuples", async () => {
  const { store, abandon, database } = setUp();
  const opened = await store.open("a");
  abandon.abort();
  const flush = flushOf(
    ...Array.from({ length: 2_000 }, (_, handle) => ({
      handle,
      schema: `9 app_${"m".repeat(20)}${handle} a:int32`,
      rows: [[1n]],
    })),
  );
  const writing = opened.write(flush);
  fail(database());
  await writing;
  const [header, tuples] = read("a.unsaved.oml").split("\n\n");
  assert.doesNotMatch(header, /schema/);
  assert.equal(tuples.match(/\t\.\tschema\t/g)?.length, 2_000);
  assert.equal(tuples.split("\n").length - 1, 4_000);
});

test("Everything for a database that can't be opened goes to files", async () => {
  const { store, behind, abandon } = setUp();
  behind.opening = Promise.reject(away);
  abandon.abort();
  const opened = await store.open("a");
  assert.equal(opened.found.isAway, true);
  const member = { sender: "me", startTime: 1000.5 };
  assert.deepEqual(await opened.join(member), {
    senderId: -1,
    startTime: 1000,
  });
  await opened.write(rows(1, "m", 1));
  await opened.close();
  assert.match(read("a.unsaved.oml"), /\n0\t2\t0\t0\n$/);
});

test("If one directory fails, the next one is used", async () => {
  const second = join(directory, "second");
  mkdirSync(second);
  const { store, abandon, log, database } = setUp([
    join(directory, "missing"),
    second,
  ]);
  const opened = await store.open("a");
  abandon.abort();
  const writing = opened.write(rows(1, "m", 1));
  fail(database());
  await writing;
  await opened.close();
  assert.match(read("second/a.unsaved.oml"), /\n0\t2\t0\t0\n$/);
  assert.match(
    log.lines.join("\n"),
    /cannot write unsaved tuples to .*missing/,
  );
});

test("Tuples that no directory accepts are logged as lost", async () => {
  const { store, abandon, log, database } = setUp([
    join(directory, "missing"),
  ]);
  const opened = await store.open("a");
  await opened.join({ sender: "me", startTime: 1000 });
  abandon.abort();
  const writing = opened.write(rows(1, "m", 7));
  fail(database());
  await writing;
  await opened.close();
  assert.match(log.lines.join("\n"), /a: 7 tuples of .* are lost/);
  assert.equal(store.unsaved, 7);
});

test("Counts that the database can't store are logged", async () => {
  const { store, abandon, log, database } = setUp();
  const opened = await store.open("a");
  abandon.abort();
  const rejected = { senderId: 1, stream: 1, reason: "not a tuple", count: 3 };
  const converted = {
    ...{ senderId: 1, stream: 1, field: "a", kind: "fraction cut" as const },
    ...{ count: 20, texts: ["3.7"] },
  };
  const again = { resume: "4b7b1f52-0000-0000-0000-000000009c1d" };
  const writing = opened.write({
    ...rows(1, "m", 2),
    rejectCounts: [rejected, { ...rejected, ...again }],
    conversions: [converted, { ...converted, ...again }],
  });
  fail(database());
  await writing;
  await opened.close();
  assert.deepEqual(log.of("warn"), [
    "warn: a: 3 rejected samples and 20 converted values are counted in this " +
    "log only, not in the database",
  ]);
});

test("A resumable stream is not saved: its sender gets no acknowledgement", async () => {
  const { store, abandon, database } = setUp();
  const opened = await store.open("a");
  abandon.abort();
  const flush = rows(1, "m", 2);
  const resume = "0b2a8d6e-0000-4000-8000-000000000001";
  const writing = opened.write({
    ...flush,
    tables: flush.tables.map((table) => ({ ...table, resume })),
    progress: [{ stream: resume, offset: 10, redefined: 0 }],
  });
  fail(database());
  assert.deepEqual(await writing, { fenced: [resume] });
  await opened.close();
  assert.equal(store.unsaved, 0);
  assert.equal(existsSync(join(directory, "a.unsaved.oml")), false);
});

test("A resumable stream can't join an unavailable database", async () => {
  const { store, behind, abandon } = setUp();
  behind.opening = Promise.reject(away);
  abandon.abort();
  const opened = await store.open("a");
  const member = { sender: "me", startTime: 1000, resume: "0b2a8d6e" };
  await assert.rejects(opened.join(member), /unavailable/);
  await assert.rejects(opened.sync(), /unavailable/);
});
