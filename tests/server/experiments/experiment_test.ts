import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { parseSchema } from "../../../codec/values/schema.ts";
import { StepTimer } from "../../../server/experiments/step_timer.ts";
import { Commits } from "../../../server/experiments/commits.ts";
import { Experiment } from "../../../server/experiments/experiment.ts";
import type { TableBatch } from "../../../server/batches/table_batch.ts";
import type { ExperimentOptions } from "../../../server/experiments/experiment_options.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { addRow } from "../_support/cells.ts";
import { ScriptedDatabase } from "../_support/scripted_store.ts";

const schema = parseSchema("1 app_m text:string");

/** An experiment that only commits on demand, unless `options` differ. */
function setUp(
  options: Partial<ExperimentOptions> = {},
  openCount = 1,
  allCommits = new Commits(),
) {
  const database = new ScriptedDatabase();
  const log = new MemoryLog();
  const experiment = new Experiment("d", database, {
    options: {
      commitAfter: 60_000,
      commitBytes: 1_000_000,
      commits: 1,
      allCommits: 4,
      maxBytes: 10_000_000,
      allBytes: 10_000_000,
      tables: 100,
      tableBytes: 10_000,
      keepRejects: true,
      ...options,
    },
    openCount: () => openCount,
    undecoded: () => 0,
    allCommits,
    timer: new StepTimer(1),
    log,
  });
  /** Adds a row of about `bytes` bytes, as a session does. */
  const add = (bytes = 10) => {
    const table = tableOf(experiment);
    addRow(table.cells, [1n, 1n, 0, 0, "x".repeat(bytes)]);
    if (table.cells.rows === 1) experiment.noteRows(table);
  };
  const reject = (reason = "a reason") => {
    const sample = { senderId: 1, stream: 1, arrival: 0 };
    experiment.reject({ ...sample, reason, raw: new Uint8Array(10) });
  };
  return { experiment, database, log, add, reject };
}

function tableOf(experiment: Experiment): TableBatch {
  const table = experiment.table(schema);
  assert.ok(table !== undefined);
  return table;
}

/** Lets all pending work proceed. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const settle = () => pending = false;
  promise.then(settle, settle);
  await settled();
  return pending;
}

/** Asserts that sessions wait until the first commit has ended. */
async function expectHeld(
  experiment: Experiment,
  database: ScriptedDatabase,
): Promise<void> {
  const full = experiment.makeRoom();
  assert.ok(full !== undefined);
  assert.equal(await isPending(full), true);
  database.writes[0].resolve();
  await full;
  assert.equal(experiment.makeRoom(), undefined);
}

test("Streams of the same name and fields share a table, others do not", () => {
  const { experiment } = setUp();
  const table = experiment.table(schema);
  assert.equal(experiment.table({ ...schema, index: 9 }), table);
  const other = parseSchema("1 app_m text:blob");
  assert.notEqual(experiment.table(other), table);
});

test("A stream beyond the limit gets no table", () => {
  const { experiment } = setUp({ tables: 2 });
  const tables = ["a", "b", "c"].map((name) =>
    experiment.table({ ...schema, name })
  );
  assert.deepEqual(tables.map((table) => table?.schema.name), [
    ...["a", "b"],
    undefined,
  ]);
  assert.equal(experiment.table({ ...schema, name: "a" }), tables[0]);
});

test("New tables hold sessions back as rows do", async () => {
  const { experiment, database } = setUp({
    commitBytes: 50_000,
    maxBytes: 100_000,
  });
  const define = (from: number) => {
    for (let i = from; i < from + 15; i++) {
      experiment.table({ ...schema, name: `m${i}` });
    }
  };
  define(0);
  assert.equal(experiment.makeRoom(), undefined);
  assert.equal(database.writes[0].flush.tables.length, 15);
  define(15);
  await expectHeld(experiment, database);
});

test("Rows of all sessions are committed together, with the tables they need", async () => {
  const { experiment, database, add } = setUp();
  add();
  add();
  const flushed = experiment.flush();
  const [{ flush, resolve }] = database.writes;
  assert.deepEqual(flush.tables.map(({ schema }) => schema.name), ["app_m"]);
  assert.deepEqual(flush.rows.map(({ cells }) => cells.offsets.length), [2]);
  assert.equal(await isPending(flushed), true);
  resolve();
  await flushed;
});

test("A table is defined in the first commit only", () => {
  const { experiment, database, add } = setUp({ commits: 2 });
  add();
  experiment.flush();
  add();
  experiment.flush();
  assert.deepEqual(database.writes.map(({ flush }) => flush.tables.length), [
    1,
    0,
  ]);
});

test("makeRoom() commits by itself once there are enough bytes", () => {
  const { experiment, database, add } = setUp({ commitBytes: 10_000 });
  add(100);
  assert.equal(experiment.makeRoom(), undefined);
  assert.equal(database.writes.length, 0);
  add(10_000);
  experiment.makeRoom();
  assert.equal(database.writes.length, 1);
});

test("Waiting rows are committed after a while, even if nothing follows", async () => {
  const { experiment, database, add } = setUp({ commitAfter: 1 });
  add();
  experiment.makeRoom();
  await waitFor("the commit", () => database.writes.length === 1);
  database.writes[0].resolve();
  await experiment.close();
});

test("Overdue rows are committed as soon as the previous commit has ended", async () => {
  const { experiment, database, add } = setUp({ commitAfter: 1 });
  add();
  experiment.makeRoom();
  await waitFor("the first commit", () => database.writes.length === 1);
  add();
  experiment.makeRoom();
  await delay(20);
  assert.equal(database.writes.length, 1, "only one may be in progress");
  database.writes[0].resolve();
  await settled();
  assert.equal(database.writes.length, 2);
  database.writes[1].resolve();
  await experiment.close();
});

test("A rejected sample and a new table are committed after a while, too", async () => {
  const { experiment, database, reject } = setUp({ commitAfter: 1 });
  reject();
  experiment.makeRoom();
  await waitFor("the first commit", () => database.writes.length === 1);
  database.writes[0].resolve();
  assert.equal(database.writes[0].flush.rejects.length, 1);
  await settled();
  experiment.table(schema);
  experiment.makeRoom();
  await waitFor("the second commit", () => database.writes.length === 2);
  database.writes[1].resolve();
  await experiment.close();
});

test("makeRoom() makes a session wait while too much is in progress", async () => {
  const { experiment, database, add } = setUp({
    commitBytes: 150_000,
    maxBytes: 300_000,
  });
  add(200_000);
  assert.equal(experiment.makeRoom(), undefined);
  add(140_000);
  await expectHeld(experiment, database);
});

test("makeRoom() makes a session wait while a full batch can't be committed", async () => {
  const { experiment, database, add } = setUp({ commitBytes: 1_000 });
  add(2_000);
  assert.equal(experiment.makeRoom(), undefined);
  add(500);
  assert.equal(experiment.makeRoom(), undefined);
  add(2_000);
  await expectHeld(experiment, database);
});

test("Open experiments share the memory", () => {
  const options = { commitBytes: 1_000, allBytes: 3_000_000 };
  const alone = setUp(options, 1);
  alone.add(1_000_000);
  assert.equal(alone.experiment.makeRoom(), undefined);
  const crowded = setUp(options, 10);
  crowded.add(1_000_000);
  assert.ok(crowded.experiment.makeRoom() !== undefined);
  assert.ok(crowded.experiment.makeRoom() !== undefined);
  assert.deepEqual(alone.log.lines, []);
  assert.deepEqual(crowded.log.lines, [
    "warn: d: its clients are held back: 300000 bytes are on the way to the " +
    "database; 10 experiments share --max-memory",
  ]);
});

test("An experiment keeps a minimum share of the memory", () => {
  const { experiment, add } = setUp({ commitBytes: 1_000 }, 1_000_000);
  add(100_000);
  assert.equal(experiment.makeRoom(), undefined);
});

test("Commits are smaller when many experiments share the memory", () => {
  const options = { commitBytes: 500_000, allBytes: 10_000_000 };
  const alone = setUp(options, 1);
  alone.add(300_000);
  alone.experiment.makeRoom();
  assert.equal(alone.database.writes.length, 0);
  const crowded = setUp(options, 10);
  crowded.add(300_000);
  crowded.experiment.makeRoom();
  assert.equal(crowded.database.writes.length, 1);
});

test("Commits in progress are limited; the rest waits in one batch", async () => {
  const { experiment, database, add } = setUp({
    commitBytes: 1_000,
    commits: 2,
  });
  for (let i = 0; i < 5; i++) {
    add(2_000);
    experiment.makeRoom();
  }
  assert.equal(database.writes.length, 2);
  database.writes[0].resolve();
  await settled();
  assert.equal(database.writes.length, 3);
  assert.equal(database.writes[2].flush.rows[0].cells.offsets.length, 3);
});

test("An experiment may always have one commit in progress, and more only while others have few", async () => {
  const options = { commitBytes: 1_000, commits: 3, allCommits: 3 };
  const all = new Commits();
  const [one, other] = [setUp(options, 2, all), setUp(options, 2, all)];
  const addTo = ({ add, experiment }: typeof one) => {
    add(2_000);
    experiment.makeRoom();
  };
  for (let i = 0; i < 3; i++) addTo(one);
  for (let i = 0; i < 2; i++) addTo(other);
  assert.equal(one.database.writes.length, 3);
  assert.equal(other.database.writes.length, 1);
  for (const write of one.database.writes) write.resolve();
  await settled();
  addTo(other);
  assert.equal(other.database.writes.length, 2);
});

test("flush() does not wait if nothing was added", async () => {
  const { experiment, database } = setUp();
  await experiment.flush();
  assert.equal(database.writes.length, 0);
});

test("flush() waits for commits in progress and for waiting rows", async () => {
  const { experiment, database, add } = setUp();
  add();
  const first = experiment.flush();
  add();
  const second = experiment.flush();
  assert.equal(database.writes.length, 1);
  database.writes[0].resolve();
  await first;
  assert.equal(await isPending(second), true);
  database.writes[1].resolve();
  await second;
});

test("flush() waits for an earlier commit that ends after a later one", async () => {
  const { experiment, database, add } = setUp({ commits: 2, commitBytes: 10 });
  for (let i = 0; i < 2; i++) {
    add();
    experiment.commitInTime();
  }
  assert.equal(database.writes.length, 2);
  const flushed = experiment.flush();
  database.writes[1].resolve();
  await settled();
  // It lets other tasks run: a loop would never end here.
  await delay(1);
  assert.equal(await isPending(flushed), true);
  database.writes[0].resolve();
  await flushed;
  assert.equal(experiment.status().storedRows, 2);
});

test("Sessions that end at the same time share a commit", async () => {
  const { experiment, database, add } = setUp();
  add();
  const flushes = [experiment.flush(), experiment.flush()];
  database.writes[0].resolve();
  await Promise.all(flushes);
  assert.equal(database.writes.length, 1);
});

test("Rows added during a commit are in the next one", async () => {
  const { experiment, database, add } = setUp();
  add();
  const first = experiment.flush();
  add();
  database.writes[0].resolve();
  await first;
  const second = experiment.flush();
  database.writes[1].resolve();
  await second;
  const rows = database.writes.map(({ flush }) =>
    flush.rows[0].cells.offsets.length
  );
  assert.deepEqual(rows, [1, 1]);
});

test("When the database fails, every session fails", async () => {
  const { experiment, database, add } = setUp();
  add();
  const flushes = [experiment.flush(), experiment.flush()];
  database.writes[0].reject(new Error("gone"));
  for (const flush of flushes) await assert.rejects(flush, /gone/);
  assert.throws(() => experiment.makeRoom(), /gone/);
  await assert.rejects(experiment.flush(), /gone/);
});

test("close() commits waiting rows, then closes the database", async () => {
  const { experiment, database, add } = setUp();
  add();
  const closed = experiment.close();
  assert.equal(await isPending(closed), true);
  assert.equal(database.closed, false);
  database.writes[0].resolve();
  await closed;
  assert.equal(database.closed, true);
});

test("close() closes a failed database", async () => {
  const { experiment, database, add } = setUp();
  add();
  const closed = experiment.close();
  database.writes[0].reject(new Error("gone"));
  await assert.rejects(closed, /gone/);
  assert.equal(database.closed, true);
});

test("A column beyond 2^63-1 is logged by name", () => {
  const { experiment, log } = setUp();
  experiment.beyondSigned(tableOf(experiment), "text");
  assert.match(
    log.of("warn").join(),
    /d: app_m\.text has values above 2\^63-1/,
  );
});

test("Conversions are stored with the rows, and hold clients back as rows do", async () => {
  const { experiment, database, add } = setUp({ commitBytes: 100_000 });
  const text = new TextEncoder().encode("None");
  const convert = (field: string) =>
    experiment.conversion({ senderId: 1, stream: 1, field, kind: "no number" })
      .add(text, 0, text.length);
  add();
  convert("a");
  const flushing = experiment.flush();
  const [{ flush }] = database.writes;
  assert.equal(flush.rows.length, 1);
  assert.deepEqual(flush.conversions, [
    {
      ...{ senderId: 1, stream: 1, field: "a", kind: "no number" },
      ...{ count: 1, texts: ["None"] },
    },
  ]);
  assert.equal(experiment.makeRoom(), undefined);
  for (let i = 0; i < 500; i++) convert(`f${i}`);
  assert.notEqual(experiment.makeRoom(), undefined);
  database.writes[0].resolve();
  await flushing;
  await settled();
  assert.equal(database.writes.length, 2);
  assert.equal(database.writes[1].flush.conversions.length, 500);
  database.writes[1].resolve();
});
