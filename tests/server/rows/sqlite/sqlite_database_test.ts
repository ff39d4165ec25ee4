import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import {
  makePermit,
  withdrawPermit,
} from "../../../../server/rows/worker/commit_permit.ts";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import {
  type JournalMode,
  SqliteDatabase,
} from "../../../../server/rows/sqlite/sqlite_database.ts";
import { isBusy } from "../../../../server/rows/sqlite/sqlite_errors.ts";
import type { Flush, Joined, Member } from "../../../../server/rows/store.ts";
import {
  column,
  openToRead,
  query,
  scalar,
  sideFiles,
} from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { flushOf, rejection } from "../../_support/flush.ts";
import {
  OLD_SERVERS_DATABASE,
  OLDER_SERVERS_DATABASE,
} from "../../_support/old_database.ts";
import { writeFlush } from "../../_support/write_flush.ts";

const planner = new ImagePlanner(new PageTemplates());
const schema = "1 app_m a:int32";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
});
afterEach(() => removeTempDir(directory));

function open(journal: JournalMode = "wal"): SqliteDatabase {
  return new SqliteDatabase(path, journal);
}

function write(database: SqliteDatabase, flush: Flush): void {
  writeFlush(database, planner.plan(flush));
}

function member(sender: string | undefined, startTime?: number) {
  return { sender, startTime };
}

function enter(database: SqliteDatabase, one: Member): Joined {
  return database.joinAll([one])[0];
}

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => [BigInt(from + i)]);

test("A new database has the tables that readers expect, and the schema of one", () => {
  open().close();
  const tables =
    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1";
  assert.deepEqual(column(path, tables), ["_experiment_metadata", "_senders"]);
  assert.deepEqual(query(path, "SELECT * FROM _experiment_metadata"), [{
    oml_tuple_id: 1,
    oml_sender_id: null,
    oml_seq: null,
    oml_ts_client: null,
    oml_ts_server: null,
    subject: null,
    key: "table__experiment_metadata",
    value: "0 _experiment_metadata subject:string key:string value:string",
  }]);
});

test("A database is new until a client sends a start time", () => {
  for (
    const [isNew, startTime] of [[true], [true, 1000.75], [false]] as const
  ) {
    const database = open();
    assert.equal(database.found.isNew, isNew);
    enter(database, member("s", startTime));
    database.close();
  }
});

test("The first start time is the experiment's: whole seconds, as text", () => {
  const database = open();
  assert.equal(enter(database, member("s")).startTime, undefined);
  assert.equal(enter(database, member("s", 1000.75)).startTime, 1000);
  assert.equal(enter(database, member("t", 2000)).startTime, 1000);
  database.close();
  const start =
    "SELECT typeof(value) AS type, value FROM _experiment_metadata " +
    "WHERE key = 'start_time'";
  assert.deepEqual(query(path, start), [{ type: "text", value: "1000" }]);
});

test("A start time that a client writes as metadata is not the experiment's", () => {
  const database = open();
  write(
    database,
    flushOf({
      handle: 0,
      schema: "0 _experiment_metadata subject:string key:string value:string",
      rows: [[".", "start_time", "5"]],
    }),
  );
  assert.equal(enter(database, member("s", 1000)).startTime, 1000);
  database.close();
});

test("Members that join together get the same as one after the other", () => {
  const database = open();
  enter(database, member("old"));
  const joined = database.joinAll([
    member("a"),
    member("old", 1000.5),
    member(undefined),
    member("a", 7),
  ]);
  assert.deepEqual(joined, [
    { senderId: 2, startTime: undefined },
    { senderId: 1, startTime: 1000 },
    { senderId: 0, startTime: 1000 },
    { senderId: 2, startTime: 1000 },
  ]);
  database.close();
});

test("Senders are numbered permanently from 1; a client without a name is 0", () => {
  const first = open();
  const ids = ["b", "a", "b", undefined].map((name) =>
    enter(first, member(name)).senderId
  );
  assert.deepEqual(ids, [1, 2, 1, 0]);
  first.close();
  const second = open();
  assert.equal(enter(second, member("c")).senderId, 3);
  assert.equal(enter(second, member("a")).senderId, 2);
  second.close();
  assert.deepEqual(query(path, "SELECT * FROM _senders ORDER BY id"), [
    { name: "b", id: 1 },
    { name: "a", id: 2 },
    { name: "c", id: 3 },
  ]);
});

test("A sender added by another process keeps its number", () => {
  const database = open();
  enter(database, member("a"));
  using other = new DatabaseSync(path);
  other.exec("INSERT INTO _senders VALUES ('b', 7)");
  assert.equal(enter(database, member("b")).senderId, 7);
  assert.equal(enter(database, member("c")).senderId, 8);
  other.close();
  database.close();
});

test("write() creates tables and stores rows, and readers see them at once", () => {
  const database = open();
  write(database, flushOf({ handle: 5, schema, rows: rows(3) }));
  assert.deepEqual(column(path, "SELECT a FROM app_m"), [0, 1, 2]);
  write(
    database,
    flushOf({ handle: 5, schema, rows: rows(300, 3), known: true }),
  );
  assert.equal(
    scalar(path, "SELECT count(*) FROM app_m WHERE a = oml_tuple_id - 1"),
    303,
  );
  database.close();
});

test("write() stores everything or nothing, and can be called again", () => {
  const database = open();
  const { tables, rows: batches } = flushOf({
    handle: 0,
    schema,
    rows: rows(100),
  });
  const flush = { ...rejection("a reason"), tables, rows: batches };
  using other = new DatabaseSync(path);
  other.exec("CREATE TABLE _oml_reject_counts (in_the_way)");
  assert.throws(() => write(database, flush));
  const made = "SELECT count(*) FROM sqlite_master WHERE name = 'app_m'";
  assert.equal(scalar(path, made), 0);
  other.exec("DROP TABLE _oml_reject_counts");
  write(database, flush);
  assert.equal(scalar(path, "SELECT count(*) FROM app_m"), 100);
  assert.equal(scalar(path, "SELECT count FROM _oml_reject_counts"), 1);
  other.close();
  database.close();
});

test("While another process writes, calls throw a busy error, and work later", () => {
  const database = open();
  using holder = new DatabaseSync(path);
  holder.exec("BEGIN IMMEDIATE");
  const flush = flushOf({ handle: 0, schema, rows: rows(100) });
  assert.throws(() => write(database, flush), isBusy);
  assert.throws(() => enter(database, member("s")), isBusy);
  holder.exec("COMMIT");
  write(database, flush);
  assert.equal(enter(database, member("s")).senderId, 1);
  assert.equal(scalar(path, "SELECT count(*) FROM app_m"), 100);
  holder.close();
  database.close();
});

test("A table created by another process meanwhile is used", () => {
  const database = open();
  write(database, flushOf({ handle: 0, schema: "1 app_x a:int32" }));
  const other = open();
  write(other, flushOf({ handle: 0, schema, rows: rows(2) }));
  write(database, flushOf({ handle: 1, schema, rows: rows(2) }));
  write(database, flushOf({ handle: 2, schema: "1 app_m b:int32" }));
  assert.equal(scalar(path, "SELECT count(*) FROM app_m"), 4);
  assert.equal(scalar(path, "SELECT count(*) FROM app_m_2"), 0);
  other.close();
  database.close();
});

for (const journal of ["wal", "delete"] as const) {
  test(`close() leaves one complete file (journal: ${journal})`, () => {
    const database = open(journal);
    write(database, flushOf({ handle: 0, schema, rows: rows(100) }));
    assert.equal(existsSync(`${path}-wal`), journal === "wal");
    assert.equal(database.close(), undefined);
    assert.deepEqual(sideFiles(path), []);
    assert.equal(scalar(path, "PRAGMA journal_mode"), "delete");
    assert.equal(scalar(path, "PRAGMA integrity_check"), "ok");
    assert.equal(scalar(path, "SELECT count(*) FROM app_m"), 100);
  });
}

test("close() does not wait for a reader, and reports that the file is incomplete", () => {
  const database = open();
  write(database, flushOf({ handle: 0, schema, rows: rows(3) }));
  using reader = openToRead(path);
  reader.exec("BEGIN");
  reader.prepare("SELECT * FROM app_m").all();
  write(database, flushOf({ handle: 0, schema, rows: rows(3), known: true }));
  assert.match(String(database.close()), /database is locked/);
  reader.exec("COMMIT");
  assert.equal(scalar(path, "SELECT count(*) FROM app_m"), 6);
});

test("checkpoint() moves commits into the file", () => {
  const database = open();
  write(database, flushOf({ handle: 0, schema, rows: rows(1_000) }));
  database.checkpoint();
  using copy = new DatabaseSync(`file:${path}?immutable=1`, { readOnly: true });
  const { n } = copy.prepare("SELECT count(*) AS n FROM app_m").get() ?? {};
  assert.equal(n, 1_000);
  database.close();
});

test("A database of the old server is appended to", () => {
  using old = new DatabaseSync(path);
  old.exec(OLD_SERVERS_DATABASE);
  old.close();
  const database = open();
  assert.equal(database.found.isNew, false);
  assert.deepEqual(enter(database, member("s2", 5000)), {
    senderId: 2,
    startTime: 1000,
  });
  assert.equal(enter(database, member("s3", 5000)).senderId, 3);
  write(
    database,
    flushOf(
      { handle: 0, schema, rows: rows(1, 44) },
      { handle: 1, schema: "1 app_m b:double", rows: [[0.5]] },
    ),
  );
  database.close();
  assert.deepEqual(column(path, "SELECT a FROM app_m"), [42, 43, 44]);
  assert.deepEqual(column(path, "SELECT b FROM app_m_2"), [0.5]);
  const own = "SELECT value FROM _experiment_metadata ORDER BY oml_tuple_id";
  assert.deepEqual(column(path, own), [
    "0 _experiment_metadata subject:string key:string value:string",
    "1000",
    "1 app_m a:int32",
    "1 app_m_2 b:double",
  ]);
});

test("A database of a server before 2.10 is appended to, with converted metadata", () => {
  using old = new DatabaseSync(path);
  old.exec(OLDER_SERVERS_DATABASE);
  old.close();
  const database = open();
  assert.equal(database.isMigrated, true);
  assert.equal(database.found.isNew, false);
  assert.deepEqual(enter(database, member("n1", 1_349_000_005)), {
    senderId: 1,
    startTime: 1_349_000_000,
  });
  assert.equal(enter(database, member("n2")).senderId, 2);
  const all = "3 gen_all a:int32 b:int64 c:uint64 d:double e:blob";
  write(
    database,
    flushOf(
      {
        handle: 0,
        schema: "1 gen_lin label:string seq_no:uint32",
        rows: Array.from({ length: 100 }, (_, i) => ["more", BigInt(i)]),
      },
      {
        handle: 1,
        schema: all,
        rows: [[1n, 2n, 3n, 0.5, Uint8Array.of(7)]],
      },
      { handle: 2, schema: "2 gen_lin label:int32", rows: [[5n]] },
      {
        handle: 3,
        schema: "0 _experiment_metadata subject:string key:string value:string",
        rows: [[".", "start_time", "a client's"]],
      },
    ),
  );
  assert.equal(database.close(), undefined);
  assert.equal(scalar(path, "SELECT count(*) FROM gen_lin"), 102);
  assert.deepEqual(query(path, "SELECT a, b, c, d, hex(e) AS e FROM gen_all"), [
    { a: 1, b: 2, c: 3, d: 0.5, e: "07" },
  ]);
  assert.deepEqual(column(path, "SELECT label FROM gen_lin_2"), [5]);
  assert.deepEqual(
    query(path, "SELECT key, value FROM _experiment_metadata ORDER BY rowid"),
    [
      {
        key: "table__experiment_metadata",
        value: "0 _experiment_metadata subject:string key:string value:string",
      },
      { key: "start_time", value: "1349000000" },
      {
        key: "table_gen_lin",
        value: "2 gen_lin label:string seq_no:uint32",
      },
      { key: "table_gen_all", value: all },
      { key: "table_gen_lin_2", value: "2 gen_lin_2 label:int32" },
      { key: "start_time", value: "a client's" },
    ],
  );
  assert.equal(scalar(path, "PRAGMA integrity_check"), "ok");
  const again = open();
  assert.equal(again.isMigrated, false);
  again.close();
});

for (
  const [what, sql] of [
    ["metadata", "CREATE TABLE _experiment_metadata (key TEXT, mine TEXT)"],
    ["senders", "CREATE TABLE _senders (mine TEXT)"],
  ] as const
) {
  test(`A file with unknown ${what} is refused, and not changed`, () => {
    using strange = new DatabaseSync(path);
    strange.exec(sql);
    strange.close();
    const before = readFileSync(path);
    assert.throws(
      () => open(),
      /_(experiment_metadata|senders) has the columns/,
    );
    assert.deepEqual(readFileSync(path), before);
    assert.deepEqual(sideFiles(path), []);
  });
}

test("A later failure to open does not leave the file in WAL mode", () => {
  using other = new DatabaseSync(path);
  // Its schema is readable, but our tables can't be created.
  other.exec("CREATE VIEW _senders AS SELECT 1 AS name, 2 AS id");
  other.exec("CREATE TABLE _experiment_metadata_ (a)");
  other.exec("CREATE INDEX _experiment_metadata ON _experiment_metadata_ (a)");
  other.close();
  assert.throws(() => open(), /already/);
  assert.equal(scalar(path, "PRAGMA journal_mode"), "delete");
  assert.deepEqual(sideFiles(path), []);
});

test("Rejected samples are found again when the database is opened", () => {
  const first = open();
  assert.equal(first.found.rejectRows, 0);
  write(first, rejection("a reason"));
  first.close();
  const second = open();
  assert.deepEqual(
    [second.found.rejectRows, second.found.rejectBytes],
    [1, 3],
  );
  second.close();
});

test("write() stops when its permit is withdrawn, and can be called again", () => {
  const database = open();
  const tables = Array.from({ length: 9 }, (_, handle) => ({
    ...{ handle, schema: `1 m${handle} a:int32`, rows: rows(1) },
  }));
  const permit = makePermit();
  const steps = database.write({ ...flushOf(...tables), permit });
  steps.next();
  withdrawPermit(permit);
  assert.throws(() => steps.next(), /stopped waiting/);
  write(database, flushOf(...tables));
  database.close();
  assert.equal(scalar(path, "SELECT count(*) FROM m8"), 1);
});
