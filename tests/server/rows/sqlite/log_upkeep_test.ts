import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { CallQueue } from "../../../../server/rows/call_queue.ts";
import { LogUpkeep } from "../../../../server/rows/sqlite/log_upkeep.ts";
import { Scheduler } from "../../../../server/rows/scheduler.ts";
import { SpareTime } from "../../../../server/rows/sqlite/spare_time.ts";
import { SqliteDatabase } from "../../../../server/rows/sqlite/sqlite_database.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { countRows, openToRead, sideFiles } from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { flushOf } from "../../_support/flush.ts";
import { writeFlush } from "../../_support/write_flush.ts";

const schema = "1 app_m a:int32 text:string";

let directory = "";
let path = "";
let stop = () => Promise.resolve();
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
});
afterEach(async () => {
  await stop();
  removeTempDir(directory);
});

/** An open database with upkeep at short intervals. */
function setUp({
  syncMs = 20,
  leaveAgainMs = 0,
  flood = Infinity,
  veryLongLog = 400_000,
} = {}) {
  const log = new MemoryLog();
  const database = new SqliteDatabase(path, "wal");
  const calls = new CallQueue();
  const spareTime = new SpareTime();
  const upkeep = new LogUpkeep({
    domain: "a",
    path,
    database,
    calls,
    scheduler: new Scheduler(),
    spareTime,
    log,
    pace: { syncMs, longestPauseMs: 100, leaveAgainMs, flood, veryLongLog },
  });
  let rows = 0;
  const write = (count = 1) =>
    calls.run(() => {
      const values = Array.from(
        { length: count },
        () => [BigInt(rows), "x".repeat(10_000)],
      );
      const known = rows > 0;
      rows += count;
      writeFlush(database, flushOf({ handle: 0, schema, rows: values, known }));
      upkeep.written(count * 10_000);
      return Promise.resolve();
    });
  const rest = () => calls.run(() => upkeep.rest());
  stop = () =>
    calls.run(async () => {
      await upkeep.end();
      database.close();
    });
  return { database, upkeep, log, write, rest, spareTime };
}

/** The rows in the file alone. */
function rowsInCopy(): number {
  const copy = join(directory, "copy.sq3");
  copyFileSync(path, copy);
  try {
    return countRows(copy, "app_m");
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(copy + end, { force: true });
  }
}

const copyHolds = (count: number) =>
  waitFor(`${count} rows in the file alone`, () => {
    const there = rowsInCopy();
    return there === count || `there are ${there}`;
  });

/** Whether the file may be opened without its log's index. */
function needsLog(): boolean {
  const header = readFileSync(path).subarray(18, 20);
  return !header.equals(Uint8Array.of(1, 1));
}

test("Commits reach the file while others are made", async () => {
  const { write } = setUp({ syncMs: 50 });
  let rows = 0;
  for (const end = performance.now() + 500; performance.now() < end;) {
    await write();
    rows++;
    if (rows % 10 === 0) await waitFor("a pause", () => true);
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.ok(rowsInCopy() >= rows - 30, `${rowsInCopy()} of ${rows}`);
});

test("In a flood the file lags, and catches up afterwards", async () => {
  const { write } = setUp({ syncMs: 50, flood: 5_000 });
  let rows = 0;
  for (const end = performance.now() + 300; performance.now() < end;) {
    await write();
    rows++;
    assert.equal(rowsInCopy(), 0);
    await new Promise((done) => setTimeout(done, 10));
  }
  await waitFor("the file", () => rowsInCopy() === rows);
});

test("A database at rest is one file without a log until the next write", async () => {
  const { write, rest } = setUp({ syncMs: 60_000 });
  await write(3);
  assert.equal(needsLog(), true);
  await rest();
  assert.deepEqual([rowsInCopy(), sideFiles(path)], [3, []]);
  assert.equal(needsLog(), false);
  await write();
  assert.equal(existsSync(`${path}-wal`), true);
  assert.equal(countRows(path, "app_m"), 4);
});

test("WAL mode is left occasionally even if clients connect and disconnect all the time", async () => {
  const { write, rest } = setUp({ syncMs: 60_000, leaveAgainMs: 60_000 });
  await write();
  await rest();
  assert.equal(needsLog(), false);
  await write();
  await rest();
  assert.equal(rowsInCopy(), 2, "all rows are in the file all the same");
  assert.equal(needsLog(), true);
});

test("A long log is in the file at once, and WAL mode ends later", async () => {
  const { write, rest } = setUp({ syncMs: 60_000 });
  await write(60);
  await rest();
  assert.equal(rowsInCopy(), 60);
  await waitFor("the end of WAL mode", () => !needsLog());
  assert.deepEqual([rowsInCopy(), sideFiles(path)], [60, []]);
  await write();
  await rest();
  assert.equal(rowsInCopy(), 61);
});

test("A file stays in WAL mode if a client writes before it has ended", async () => {
  const { write, rest, spareTime } = setUp({ syncMs: 60_000 });
  await write(60);
  await Promise.all([rest(), write()]);
  await waitFor("time to leave it", () => spareTime.isEmpty);
  await rest();
  assert.equal(rowsInCopy(), 61);
  assert.equal(needsLog(), true);
});

test("A long log is in the file even if the database can't be opened again", async () => {
  const { write, rest } = setUp({ syncMs: 60_000 });
  await write(60);
  renameSync(path, `${path}.moved`);
  await rest();
  renameSync(`${path}.moved`, path);
  assert.equal(rowsInCopy(), 60);
});

test("A reader that prevents emptying the log is logged once, and delays no write", async () => {
  const { write, upkeep, log } = setUp();
  await write();
  using reader = openToRead(path);
  reader.exec("BEGIN");
  reader.prepare("SELECT * FROM app_m").all();
  await write(60);
  const hasWarned = () => log.of("warn").length > 0;
  await waitFor("a warning", hasWarned);
  await write(1);
  await upkeep.sync();
  assert.equal(log.of("warn").length, 1, log.lines.join("\n"));
  assert.match(log.lines[0], /a: another program has been reading .* 1 MiB/);
  assert.match(log.lines[0], /let that program end its transaction/);
  // Nothing is written any more: it is enough that the reader ends.
  reader.exec("COMMIT");
  await copyHolds(62);
});

test("A log removed in use is logged, and a new one started", async () => {
  const { write, upkeep, log } = setUp({ syncMs: 60_000 });
  await write(3);
  await upkeep.sync();
  rmSync(`${path}-wal`);
  await write(2);
  await upkeep.sync();
  assert.equal(rowsInCopy(), 5, "acknowledged, so in the file");
  assert.match(log.lines.join(), /the -wal file was removed or replaced/);
  await write(1);
  assert.equal(countRows(path, "app_m"), 6, "found in the new log");
  await upkeep.sync();
  assert.equal(log.lines.length, 1);
});

test("A log removed before its first sync is noticed, too", async () => {
  const { write, upkeep, log } = setUp({ syncMs: 60_000 });
  await write(3);
  rmSync(`${path}-wal`);
  await upkeep.sync();
  assert.equal(rowsInCopy(), 3);
  assert.equal(log.of("warn").length, 1);
});

test("A removed log is emptied even if another program blocks a new one", async () => {
  const { write, upkeep, log } = setUp();
  await write(3);
  using reader = openToRead(path);
  reader.prepare("SELECT * FROM app_m").all();
  await upkeep.sync();
  rmSync(`${path}-wal`);
  await write(2);
  await copyHolds(5);
  await write(2);
  await copyHolds(7);
  assert.equal(log.of("warn").length, 1, log.lines.join("\n"));
  reader.close();
});

test("A commit in the last third of the interval also empties the log", async () => {
  const { write, upkeep } = setUp({ syncMs: 2_000 });
  await write();
  // From its first sync on, the log is known.
  await upkeep.sync();
  await write();
  assert.equal(rowsInCopy(), 0, "too early");
  const late = performance.now() + 1_400;
  await waitFor("most of it", () => performance.now() > late);
  await write();
  assert.equal(rowsInCopy(), 3);
});

test("A long log is not emptied within a commit", async () => {
  const { write, upkeep } = setUp({ syncMs: 2_000 });
  await write();
  await upkeep.sync();
  await write(30);
  const late = performance.now() + 1_400;
  await waitFor("most of it", () => performance.now() > late);
  await write();
  assert.equal(rowsInCopy(), 0, "its thread is not blocked");
  await copyHolds(32);
});
