import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { FreezableDisk } from "../_support/freezable_disk.ts";
import { numbered } from "../_support/hello.ts";
import { PacedClient } from "../_support/paced_client.ts";
import { runProgram } from "../_support/run_command.ts";
import { startServer } from "../_support/server_process.ts";
import { SmallDisk } from "../_support/small_disk.ts";
import { countRows, query } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import type { TestServer } from "../_support/test_server.ts";
import { isLong } from "./_support/seed.ts";
import { DEFAULT_SIZE, underAttack } from "./_support/under_attack.ts";

const CLIENTS = 4;

const LOAD = { rows: 20, pause: 50 };

/** Times that the disk fails, and ms of each time and of each pause. */
const FAILURES = isLong ? 20 : 3;
const FAILURE_MS = isLong ? 3_000 : 1_000;

const MIB = 1024 * 1024;

/** A disk that can fail for a while. */
interface Disk extends Disposable {
  readonly path: string;
  fail(): Promise<void>;
  recover(): Promise<void>;
}

/** Lets a disk fail repeatedly under clients; nothing may be lost. */
async function outlast(disk: Disk): Promise<void> {
  const dataDir = join(disk.path, "data");
  mkdirSync(dataDir, { recursive: true });
  const server = await startServer({ dataDir });
  try {
    const domains = Array.from({ length: CLIENTS }, (_, i) => `d${i}`);
    const senders = domains.map((domain) =>
      new PacedClient(server.port, domain, LOAD)
    );
    for (let i = 0; i < FAILURES; i++) {
      await delay(FAILURE_MS);
      await disk.fail();
      await delay(FAILURE_MS);
      await disk.recover();
    }
    const sent = await Promise.all(senders.map((sender) => sender.end()));
    assert.equal(await server.terminate(15_000), 0, server.stderr());
    const stored = domains.map((domain) => {
      const path = join(dataDir, `${domain}.sq3`);
      return query(
        path,
        "select count(*) as n, count(distinct seq) as d from app_m",
      )[0];
    });
    assert.deepEqual(stored, sent.map((n) => ({ n, d: n })));
  } finally {
    await server.kill();
  }
}

/** Runs a test on a disk, where it can be mounted. */
async function onDisk(t: TestContext, disk: Disk | undefined) {
  if (disk === undefined) return t.skip("only root can mount a disk");
  using _ = disk;
  await outlast(disk);
}

function smallDisk(
  fail: (disk: SmallDisk) => Promise<unknown>,
  recover: (disk: SmallDisk) => Promise<unknown>,
): Disk | undefined {
  const disk = new SmallDisk();
  if (disk.mount(64 * MIB)) {
    return {
      path: disk.path,
      fail: async () => void await fail(disk),
      recover: async () => void await recover(disk),
      [Symbol.dispose]: () => disk[Symbol.dispose](),
    };
  }
  disk[Symbol.dispose]();
  return undefined;
}

function remount(disk: SmallDisk, how: string) {
  return runProgram(["mount", "-o", `remount,${how}`, disk.path]);
}

test(`A disk that is full ${FAILURES} times loses nothing`, (t) =>
  onDisk(
    t,
    smallDisk(
      (disk) => remount(disk, `size=${16 * 1024}`),
      (disk) => remount(disk, `size=${64 * MIB}`),
    ),
  ));

test(`A disk that is frozen ${FAILURES} times loses nothing`, async (t) => {
  const disk = new FreezableDisk();
  const isMounted = disk.mount();
  if (!isMounted) disk[Symbol.dispose]();
  await onDisk(
    t,
    !isMounted ? undefined : {
      path: disk.path,
      fail: () => Promise.resolve(disk.freeze()),
      recover: () => Promise.resolve(disk.thaw()),
      [Symbol.dispose]: () => disk[Symbol.dispose](),
    },
  );
});

/** A database of which only the header is intact. */
function damagedDatabase(): Uint8Array {
  const root = makeTempDir();
  try {
    const path = join(root, "d.sq3");
    using database = new DatabaseSync(path);
    database.exec(
      "CREATE TABLE app_m (a); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL " +
        "SELECT i + 1 FROM c LIMIT 5000) INSERT INTO app_m SELECT i FROM c",
    );
    return readFileSync(path).fill(0xa5, 100);
  } finally {
    removeTempDir(root);
  }
}

test("Damaged databases reject their own clients only, and are not touched", async (t) => {
  await underAttack(t, DEFAULT_SIZE, async (server: TestServer) => {
    const path = server.path("torn");
    writeFileSync(path, damagedDatabase());
    const damaged = readFileSync(path);
    const client = await server.client({ domain: "torn" }, numbered(0, 10));
    assert.equal(await client.serverEndsWithin(), true);
    await server.logs(/ERROR .*torn/);
    assert.deepEqual(readFileSync(path), damaged);
    const other = await server.client({ domain: "other" }, numbered(0, 10));
    await other.end();
    assert.equal(countRows(server.path("other"), "app_m"), 10);
  });
});
