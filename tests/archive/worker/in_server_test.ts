import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { test } from "node:test";
import { openArchive } from "../../../archive/worker/open_archive.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { scalar, sideFiles } from "../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { flushOf } from "../../server/_support/flush.ts";

const runtime = await thisRuntime();
const schema = "1 app_m n:int32";

test("Reading in the process of a server does not disturb it", async () => {
  const directory = makeTempDir();
  const path = join(directory, "e.sq3");
  const log = new MemoryLog();
  const store = new SqliteStore({
    ...{ directory, journal: "wal", keepRejects: true },
    abandon: new AbortController().signal,
  }, log);
  const archive = openArchive(runtime, { directory, inServer: true });
  let isOver = false;
  const reading = async () => {
    let after = 0;
    const seen: unknown[] = [];
    while (!isOver) {
      const [{ fault } = { fault: "none" }] = await archive.experiments();
      assert.equal(fault, undefined);
      const rows = await archive.rows("e", "app_m", { after, limit: 10_000 });
      seen.push(...rows.values.n);
      after = rows.lastId;
      await archive.activity("e");
      await archive.series("e", "app_m", { columns: ["n"], width: 100 });
      await delay(20);
    }
    return seen;
  };
  const rows = Array.from({ length: 100 }, (_, i) => [BigInt(i)]);
  let reader: Promise<unknown[]> | undefined;
  // The experiment is opened and closed again and again.
  for (let round = 0; round < 5; round++) {
    const database = await store.open("e");
    await database.join({ sender: "s", startTime: 1 });
    for (let i = 0; i < 20; i++) {
      const known = i > 0;
      await database.write(flushOf({ handle: 0, schema, rows, known }));
      if (i % 5 === 0) await database.sync();
      await delay(2);
    }
    reader ??= reading();
    await database.close();
  }
  await waitFor("the end of WAL mode", () => {
    const beside = sideFiles(path);
    return beside.length === 0 || beside.join(" ");
  });
  await waitFor("all rows to be seen", async () => {
    const { cells: [cell] } = await archive.activity("e");
    return cell.tuples === 10_000;
  });
  await delay(20);
  isOver = true;
  const seen = await reader;
  assert.equal(seen?.length, 10_000);
  await archive.close();
  await store.close();
  assert.deepEqual(sideFiles(path), []);
  assert.equal(scalar(path, "PRAGMA integrity_check"), "ok");
  removeTempDir(directory);
});
