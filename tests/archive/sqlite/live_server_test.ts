import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { test } from "node:test";
import type { Archive } from "../../../archive/archive.ts";
import { SqliteArchive } from "../../../archive/sqlite/sqlite_archive.ts";
import { numbered } from "../../_support/hello.ts";
import { sideFiles } from "../../_support/sqlite.ts";
import { TestServer } from "../../_support/test_server.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** Asks again and again, as a page does, until `isOver`. */
async function poll(
  archive: Archive,
  isOver: () => boolean,
): Promise<number[]> {
  const seen: number[] = [];
  let after = 0;
  while (!isOver()) {
    const rows = await archive.rows("live", "app_m", { after, limit: 1000 });
    seen.push(...rows.values.seq.map(Number));
    after = rows.lastId;
    await archive.activity("live");
    await archive.experiments();
    await delay(100);
  }
  return seen;
}

test("The rows of a running server are seen soon, and it can finish its file", async () => {
  await using server = await TestServer.start();
  const { dataDir: directory } = server;
  const archive = new SqliteArchive({ directory, inServer: false });
  const client = await server.client({ domain: "live" }, numbered(0, 10));
  await server.sees(10, "live");
  let isOver = false;
  const polled = poll(archive, () => isOver);
  for (let i = 10; i < 13; i++) {
    await client.send(numbered(i, i + 1));
    const sentAt = performance.now();
    await waitFor("the row", async () => {
      const query = { limit: 1, before: 1e9 };
      const { values } = await archive.rows("live", "app_m", query);
      return values.seq[0] === i;
    });
    // The server itself may take a second.
    assert.ok(performance.now() - sentAt < 2_500);
  }
  await client.end();
  await server.closes("live");
  isOver = true;
  assert.deepEqual(await polled, Array.from({ length: 13 }, (_, i) => i));
  await archive.close();
  assert.deepEqual(sideFiles(server.path("live")), []);
});

test("An idle archive has no file open", async () => {
  await using server = await TestServer.start();
  const { dataDir: directory } = server;
  const archive = new SqliteArchive({ directory, inServer: false });
  const client = await server.client({ domain: "live" }, numbered(0, 10));
  await server.sees(10, "live");
  await archive.activity("live");
  await client.end();
  await server.closes("live");
  await archive.close();
});
