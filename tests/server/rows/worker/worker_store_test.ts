import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  BufferPool,
  SharedBufferPool,
} from "../../../../shared/buffer_pool.ts";
import type { WorkerThread } from "../../../../ports/runtime.ts";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PAGE } from "../../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import { SharedPlanner } from "../../../../server/rows/sqlite/shared_planner.ts";
import { StoreError, UnwrittenError } from "../../../../server/rows/store.ts";
import {
  SILENCE_LIMITS,
  type SilenceLimits,
} from "../../../../server/rows/worker/store_worker.ts";
import { WorkerStore } from "../../../../server/rows/worker/worker_store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import {
  column,
  countRows,
  openToRead,
  sideFiles,
} from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { thisRuntime } from "../../../_support/this_runtime.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { within } from "../../../_support/within.ts";
import { flushOf } from "../../_support/flush.ts";

const schema = "1 app_m a:int32";
const runtime = await thisRuntime();

/** Their threads would outlive a failing test. */
const stores: WorkerStore[] = [];
let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  removeTempDir(directory);
});

const path = (domain: string) => join(directory, `${domain}.sq3`);

/** A store with real threads, unless `start` is given. */
function setUp({
  start = () => runtime.startWorker("store"),
  limits = SILENCE_LIMITS,
  workers = 3,
  idleMs,
  canStage = true,
}: {
  readonly start?: () => WorkerThread;
  readonly limits?: SilenceLimits;
  readonly workers?: number;
  readonly idleMs?: number;
  /** Whether large batches go by image. */
  readonly canStage?: boolean;
} = {}) {
  const buffers = new BufferPool(16 * 1024 * 1024);
  const images = new SharedBufferPool(16 * 1024 * 1024);
  const planner = canStage
    ? new ImagePlanner(new PageTemplates(), images, buffers)
    : new SharedPlanner(images, buffers);
  const log = new MemoryLog();
  const abandon = new AbortController();
  const started: WorkerThread[] = [];
  const ended: WorkerThread[] = [];
  const store = new WorkerStore({
    start: () => {
      const thread = start();
      started.push(thread);
      return {
        post: (...message) => thread.post(...message),
        listen: (...listeners) => thread.listen(...listeners),
        terminate() {
          ended.push(thread);
          thread.terminate();
        },
      };
    },
    ...{ workers, idleMs },
    store: { directory, journal: "wal", keepRejects: true },
    abandon: abandon.signal,
    limits,
    planner,
    buffers,
  }, log);
  stores.push(store);
  return { store, log, abandon, started, ended, images };
}

function rows(count: number, known = false) {
  const values = Array.from({ length: count }, (_, i) => [BigInt(i)]);
  return flushOf({ handle: 0, schema, rows: values, known });
}

test("A database in another thread stores like one in this thread", async () => {
  const { store } = setUp();
  const database = await store.open("a");
  assert.equal(database.found.isNew, true);
  assert.match(database.uri, /^file:\/.*\/a\.sq3$/);
  const joined = await database.join({ sender: "s", startTime: 1000.5 });
  assert.deepEqual(joined, { senderId: 1, startTime: 1000 });
  await Promise.all([
    database.write(rows(3)),
    database.write(rows(2_000, true)),
  ]);
  await database.close();
  assert.equal(countRows(path("a"), "app_m"), 2_003);
  assert.deepEqual(column(path("a"), "SELECT a FROM app_m LIMIT 4"), [
    0,
    1,
    2,
    0,
  ]);
});

test("Databases at rest, and those kept open by readers, are completed in their threads", async () => {
  const { store } = setUp();
  const database = await store.open("a");
  await database.write(rows(3));
  await database.rest();
  assert.deepEqual(sideFiles(path("a")), []);
  await database.write(rows(3, true));
  using reader = openToRead(path("a"));
  assert.equal(reader.prepare("SELECT * FROM app_m").all().length, 6);
  await database.close();
  reader.close();
  await store.close();
  assert.deepEqual(sideFiles(path("a")), []);
});

test("close() waits a limited time for a thread that does not answer", async () => {
  const silent = { post: () => {}, listen: () => {}, terminate: () => {} };
  const { store } = setUp({ start: () => silent });
  await within(store.close(), 20_000, "It waits");
});

test("Threads start with the first database, and end after the last one", async () => {
  const { store, started, ended } = setUp({ idleMs: 0 });
  assert.equal(started.length, 0);
  assert.equal(await store.isAnswering(1_000), true);
  const database = await store.open("a");
  await database.write(rows(3));
  assert.deepEqual([started.length, ended.length], [1, 0]);
  await database.close();
  await waitFor("its end", () => ended.length === 1);
  const next = await store.open("a");
  assert.equal(started.length, 2);
  await next.write(rows(3));
  await next.close();
  assert.equal(countRows(path("a"), "app_m"), 6);
});

test("A prepared thread takes the first database, and one is always kept", async () => {
  const { store, started, ended } = setUp({ idleMs: 0 });
  await store.prepare();
  const databases = [await store.open("a")];
  assert.equal(started.length, 1);
  databases.push(await store.open("b"));
  assert.equal(started.length, 2);
  for (const database of databases) await database.close();
  await waitFor("the end of one", () => ended.length === 1);
  const next = await store.open("c");
  await next.write(rows(3));
  await next.close();
  assert.equal(countRows(path("c"), "app_m"), 3);
  assert.deepEqual([started.length, ended.length], [2, 1]);
});

test("A thread does not end while a file waits to be completed", async () => {
  const { store, ended } = setUp({ idleMs: 0 });
  const database = await store.open("a");
  const other = await store.open("b");
  await database.write(rows(3));
  using reader = openToRead(path("a"));
  reader.exec("BEGIN");
  assert.equal(reader.prepare("SELECT * FROM app_m").all().length, 3);
  await database.close();
  await other.close();
  await waitFor("the end of the other thread", () => ended.length === 1);
  assert.notDeepEqual(sideFiles(path("a")), []);
  reader.exec("COMMIT");
  reader.close();
  await waitFor("the end of the first", () => ended.length === 2);
  assert.deepEqual(sideFiles(path("a")), []);
});

test("Databases are spread over a limited number of threads", async () => {
  const { store, started } = setUp();
  const first = await store.open("a");
  await first.close();
  const others = [await store.open("b"), await store.open("c")];
  assert.equal(started.length, 2);
  others.push(await store.open("d"), await store.open("e"));
  assert.equal(started.length, 3);
  for (const database of others) await database.close();
});

test("The memory of written rows is returned", async () => {
  const { store, images } = setUp();
  const database = await store.open("a");
  await database.write(rows(5_000));
  const image = new Uint8Array(images.take(5 * PAGE));
  const start = new TextDecoder().decode(image.slice(0, 15));
  assert.equal(start, "SQLite format 3");
  await database.close();
});

test("Rows in shared memory are stored, or rejected, by the thread", async () => {
  const { store, images } = setUp({ canStage: false });
  const database = await store.open("a");
  const texts = (count: number, known: boolean) => {
    const rows = Array.from({ length: count }, (_, i) => [`text ${i}`]);
    return flushOf({ handle: 0, schema: "1 app_m a:string", rows, known });
  };
  await database.write(texts(2_000, false));
  using other = new DatabaseSync(path("a"));
  other.exec("CREATE UNIQUE INDEX once ON app_m (a)");
  other.close();
  await database.write(texts(2_002, true));
  assert.ok(new Uint8Array(images.take(100_000)).some((byte) => byte !== 0));
  await database.close();
  assert.deepEqual(
    column(path("a"), "SELECT a FROM app_m WHERE rowid IN (1, 2000, 2001)"),
    ["text 0", "text 1999", "text 2000"],
  );
  assert.deepEqual(
    column(path("a"), "SELECT sum(count) FROM _oml_reject_counts"),
    [2_000],
  );
  const raw = "SELECT CAST(raw AS TEXT) FROM _oml_rejected LIMIT 2";
  assert.deepEqual(column(path("a"), raw), [
    "0\t1\t0\ttext 0\n",
    "0.5\t1\t1\ttext 1\n",
  ]);
});

test("A fault in the thread is the caller's error", async () => {
  using foreign = new DatabaseSync(path("a"));
  foreign.exec("CREATE TABLE _experiment_metadata (not_ours)");
  foreign.close();
  const { store } = setUp();
  await assert.rejects(store.open("a"), (error) => {
    assert.ok(error instanceof StoreError);
    assert.match(error.message, /Cannot use the database of a: /);
    return true;
  });
});

test("Messages of a thread are logged", async () => {
  const { store, log } = setUp();
  const database = await store.open("a");
  await database.write(rows(1));
  using reader = openToRead(path("a"));
  reader.exec("BEGIN");
  assert.equal(reader.prepare("SELECT * FROM app_m").all().length, 1);
  await database.close();
  const what = /a: another program has the database/;
  await waitFor("a warning", () => what.test(log.of("warn").join()));
  reader.exec("COMMIT");
});

test("Abandoned threads stop waiting for locks", async () => {
  const { store, abandon } = setUp();
  const database = await store.open("a");
  using holder = new DatabaseSync(path("a"));
  holder.exec("BEGIN IMMEDIATE");
  const written = database.write(rows(1));
  abandon.abort();
  await assert.rejects(written, /Cannot use the database of a: .*locked/);
  holder.exec("COMMIT");
  holder.close();
  await database.close();
});

for (const canStage of [true, false]) {
  test(
    `An abandoned commit does not take place when the thread resumes, ${
      canStage ? "with" : "without"
    } images`,
    () => abandonCommit(canStage),
  );
}

async function abandonCommit(canStage: boolean): Promise<void> {
  const held: unknown[] = [];
  let go = () => {};
  const { store, abandon } = setUp({
    start: () => {
      const thread = runtime.startWorker("store");
      let isHeld = false;
      go = () => held.splice(0).forEach((message) => thread.post(message));
      return {
        listen: (...listeners) => thread.listen(...listeners),
        terminate: () => thread.terminate(),
        post(message) {
          const messages = [message as { kind: string }].flat();
          isHeld ||= messages.some(({ kind }) => kind === "write");
          if (isHeld) held.push(message);
          else thread.post(message);
        },
      };
    },
    limits: { ...SILENCE_LIMITS, silent: 100 },
    workers: 1,
    canStage,
  });
  const database = await store.open("a");
  await database.join({ sender: "s", startTime: 1000 });
  const counts = [3, 500, 5_000];
  const writing = counts.map((count, i) => database.write(rows(count, i > 0)));
  abandon.abort();
  for (const [i, count] of counts.entries()) {
    await assert.rejects(writing[i], (error) => {
      assert.ok(error instanceof UnwrittenError);
      assert.equal(error.unwritten.isInDoubt, false);
      const [{ cells }] = error.unwritten.flush.rows;
      assert.equal(cells.offsets.length, count);
      return true;
    });
  }
  assert.equal(store.isStuck, true);
  await assert.rejects(database.write(rows(1, true)), UnwrittenError);
  held.push({ kind: "close", id: 99, database: 0 });
  go();
  await waitFor("the closing", () => sideFiles(path("a")).length === 0);
  const tables = "SELECT name FROM sqlite_master WHERE name LIKE 'app%'";
  assert.deepEqual(column(path("a"), tables), []);
}

test("A thread that does not answer is logged, with the experiments it blocks", async () => {
  const { store, log, abandon } = setUp({
    start: () => new MuteThread(),
    limits: { ...SILENCE_LIMITS, warn: 100, silent: 100 },
    workers: 1,
  });
  const domains = ["a", "b", "c", "d", "e", "f", "g"];
  const openings = domains.map((domain) => store.open(domain));
  await waitFor("two warnings", () => log.of("warn").length > 1);
  assert.match(
    log.of("warn")[0],
    /a, b, c, d, e and 2 more: still waiting after 1 s: the database thread/,
  );
  abandon.abort();
  for (const opening of openings) {
    await assert.rejects(opening, /does not answer/);
  }
});

test("A thread that waits for a lock is not silent", async () => {
  let answer: (message: unknown) => void = () => {};
  const limits = { ...SILENCE_LIMITS, warn: 1_200, silent: 300 };
  const { store, log, abandon } = setUp({
    start: () => ({
      post(message) {
        const { kind } = message as { kind: string };
        if (kind === "ping") answer({ kind: "alive" });
      },
      listen: (received) => answer = received,
      terminate() {},
    }),
    limits,
    workers: 1,
  });
  const opening = store.open("a");
  await delay(1_700);
  assert.deepEqual(log.of("warn"), []);
  abandon.abort();
  answer({ kind: "failed", id: 0, message: "database is locked" });
  await assert.rejects(opening, /database is locked/);
  assert.equal(store.isStuck, false);
});

/** A thread that never answers, and fails on demand. */
class MuteThread implements WorkerThread {
  #failed: ((error: Error) => void) | undefined;

  post(): void {}
  listen(_: unknown, failed: (error: Error) => void): void {
    this.#failed = failed;
  }
  terminate(): void {}

  breakDown(): void {
    this.#failed?.(new Error("out of memory"));
  }
}

test("When a thread fails, its pending requests fail", async () => {
  const threads: MuteThread[] = [];
  const { store, log } = setUp({
    start() {
      const thread = new MuteThread();
      threads.push(thread);
      return thread;
    },
  });
  const opening = store.open("a");
  for (const thread of threads) thread.breakDown();
  await assert.rejects(opening, StoreError);
  assert.match(log.of("error").join(), /out of memory/);
});

test("After a thread has failed, new requests to it fail at once", async () => {
  const broken = new MuteThread();
  const threads: WorkerThread[] = [broken];
  const { store } = setUp({
    start: () => threads.shift() ?? runtime.startWorker("store"),
  });
  const opening = store.open("a");
  broken.breakDown();
  await assert.rejects(opening, StoreError);
  const database = await within(store.open("a"), 20_000, "It never answers");
  await database.close();
});
