import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BufferPool } from "../../../../server/batches/buffer_pool.ts";
import { PostgresStore } from "../../../../server/rows/postgres/postgres_store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { PostgresServer } from "../../../_support/postgres.ts";
import { flushOf, refusal } from "../../_support/flush.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

function makeStore() {
  const log = new MemoryLog();
  const abandon = new AbortController();
  const store = new PostgresStore({
    place: {
      host: server.host,
      port: server.port,
      user: server.admin,
      sslMode: "prefer",
      connectSeconds: 5,
      applicationName: "test",
    },
    keepRejects: true,
    abandon: abandon.signal,
    buffers: new BufferPool(),
  }, log);
  return { store, log, abandon };
}

test("smoke", async () => {
  const { store, log } = makeStore();
  await store.check();
  const db = await store.open("my exp");
  console.log(db.uri, db.found);
  console.log(await db.join({ sender: "s", startTime: 12.5 }));
  await db.write(
    flushOf({
      handle: 0,
      schema: "1 app_m a:int32 t:string d:double",
      rows: [[1n, "x", 1.5], [2n, "a\0b", 2], [3n, "é", null as never]],
    }),
  );
  await db.write(refusal("bad"));
  await db.close();
  for (
    const t of [
      "_senders",
      "_experiment_metadata",
      "app_m",
      "_oml_rejected",
      "_oml_reject_counts",
      "_oml_progress",
    ]
  ) {
    console.log(t, await server.query("my exp", `select * from ${t}`));
  }
  assert.deepEqual(log.lines, []);
});
