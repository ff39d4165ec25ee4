import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { openArchive } from "../../../archive/worker/open_archive.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import type { SeedExperiment, SeedRow } from "../../_support/archive_seed.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { Random } from "../../_support/random.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { oddRequest } from "./_support/odd_requests.ts";
import { someProxy } from "./_support/some_proxy.ts";
import { TestApi } from "./_support/test_api.ts";

const REQUESTS = 2_000;

/** Requests at the same time. */
const AT_ONCE = 8;

const ODD_SENDER = "s'\"\\%2F";

const SEED: SeedExperiment = {
  name: "fuzz",
  startTime: 1_700_000_000,
  senders: ["n1", ODD_SENDER],
  tables: [
    {
      schema: "1 app_all i:int32 u:uint64 d:double s:string b:blob t:bool " +
        "v:[double] select:int32",
      rows: Array.from({ length: 1_200 }, (_, i): SeedRow => ({
        sender: i % 3 === 0 ? ODD_SENDER : "n1",
        seq: i + 1,
        client: i / 10,
        server: i / 10 + 0.01,
        values: [
          ...[i, 2n ** 64n - 1n - BigInt(i), i % 7 === 0 ? NaN : i / 3],
          ...[`text, "${i}"\n`, new Uint8Array([i & 255]), i % 2 === 0],
          Array.from({ length: i % 20 }, (_, k) => k / 3),
          i,
        ],
      })),
    },
    { schema: "2 app_empty x:double", rows: [] },
  ],
  rejects: Array.from({ length: 30 }, (_, i) => ({
    sender: i % 2 === 0 ? "n1" : ODD_SENDER,
    time: i,
    reason: `invalid "${i % 3}"`,
    raw: `raw ${i}\0`,
  })),
};

const NAMES = {
  experiments: ["fuzz", "fuzz", "fuzz", "other"],
  tables: ["app_all", "app_all", "app_all", "app_empty"],
  columns: ["i", "u", "d", "s", "b", "t", "v", "select", "x"],
  senders: ["n1", ODD_SENDER],
};

/** A database of a server, and the API over it. */
async function openBed() {
  const directory = makeTempDir();
  const store = new SqliteStore({
    ...{ directory, journal: "wal", keepRejects: true },
    abandon: new AbortController().signal,
  }, new MemoryLog());
  await storeExperiment(store, SEED);
  await storeExperiment(store, { name: "other", senders: [] });
  const options = { directory, inServer: false };
  const archive = openArchive(await thisRuntime(), options);
  const { proxy } = someProxy();
  const api = new TestApi({ archive, proxy });
  return {
    api,
    async [Symbol.asyncDispose]() {
      api.close();
      await archive.close();
      await store.close();
      removeTempDir(directory);
    },
  };
}

/** Reads an answer; of a live tail only the beginning. */
async function readAnswer(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const isEndless = response.headers.get("content-type") ===
    "text/event-stream";
  if (!isEndless) {
    while (!(await reader.read()).done);
    return;
  }
  await reader.read();
  await reader.cancel();
}

test("odd requests are answered as documented, never with a fault", async () => {
  await using bed = await openBed();
  const { api } = bed;
  const faults: unknown[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  process.on("unhandledRejection", onFault);
  const random = new Random(20_240_229);
  const statuses = new Map<string, number>();
  try {
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const requests = Array.from(
        { length: AT_ONCE },
        () => oddRequest(random, NAMES),
      );
      await Promise.all(requests.map(async ({ path, init }) => {
        const what = `${init.method} ${path.slice(0, 500)}`;
        const response = await api.fetch(path, init);
        assert.ok(response.status < 500, `${what}: ${response.status}`);
        await readAnswer(response);
        const key = String(response.status);
        statuses.set(key, (statuses.get(key) ?? 0) + 1);
      }));
    }
  } finally {
    process.off("unhandledRejection", onFault);
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(api.log.lines, []);
  // Some are valid, and the others are wrong in several ways.
  for (const status of ["200", "400", "404", "405"]) {
    assert.ok((statuses.get(status) ?? 0) > 50, JSON.stringify([...statuses]));
  }
});
