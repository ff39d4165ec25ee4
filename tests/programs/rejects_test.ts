import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { countRows, query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const counts = "select oml_sender_id as sender, stream, reason, count " +
  "from _oml_reject_counts order by count";

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server[Symbol.asyncDispose]());

test("Sent tuples are either stored or counted as rejected", async () => {
  const client = await server.client({ domain: "sent" });
  let sent = 0;
  for (let i = 0; i < 300; i++) {
    const bad = i % 3 === 0 ? `${i}\t1\t${i}\t99999999999\n` : "";
    const undefinedStream = i % 5 === 0 ? `${i}\t9\t${i}\t1\n` : "";
    await client.send(numbered(i, i + 1) + bad + undefinedStream);
    sent += 1 + Number(bad !== "") + Number(undefinedStream !== "");
  }
  await client.end();
  const path = server.path("sent");
  assert.deepEqual(query(path, counts), [
    { sender: 1, stream: null, reason: "stream is not defined", count: 60 },
    {
      sender: 1,
      stream: 1,
      reason: "field seq is not a valid int32",
      count: 100,
    },
  ]);
  assert.equal(
    countRows(path, "app_m") + countRows(path, "_oml_rejected"),
    sent,
  );
});

test("A rejected sample is stored as received, up to 4 KiB", async () => {
  const line = `1\t1\t1\t${"9".repeat(5_000)}`;
  const client = await server.client({ domain: "kept" }, `${line}\n`);
  await client.end();
  const [row] = query(server.path("kept"), "select * from _oml_rejected");
  assert.equal(new TextDecoder().decode(bytes(row.raw)), line.slice(0, 4096));
  assert.equal(row.length, line.length);
  assert.equal(row.oml_sender_id, 1);
  assert.ok(Number(row.oml_ts_server) > 1_000_000_000, "seconds since 1000");
});

test("At most 10,000 rejected samples are stored, also over restarts, and all are counted", async () => {
  await using server = await TestServer.start();
  const bad = (n: number) => "1\t1\t1\t99999999999\n".repeat(n);
  const client = await server.client({ domain: "a" }, bad(6_000));
  await client.end();
  assert.equal(await server.stop(), 0);
  await server.startAgain();
  const again = await server.client({ domain: "a" }, bad(6_000));
  await again.end();
  const path = server.path("a");
  assert.equal(countRows(path, "_oml_rejected"), 10_000);
  assert.equal(scalar(path, "select count from _oml_reject_counts"), 12_000);
});

test("--no-rejects stores no rejected sample, and counts them all", async () => {
  await using server = await TestServer.start("--no-rejects");
  const client = await server.client({ domain: "a" }, "1\t1\t1\t99999999999\n");
  await client.end();
  const path = server.path("a");
  assert.equal(countRows(path, "_oml_rejected"), 0);
  assert.equal(scalar(path, "select count from _oml_reject_counts"), 1);
});

test("A line cut by the end of the connection or by the server's stop is rejected", async () => {
  await using server = await TestServer.start();
  const ended = await server.client({ domain: "a" }, "1\t1\t1\t12");
  await ended.end();
  await server.client({ domain: "a" }, `${numbered(0, 1)}1\t1\t1\t34`);
  await server.sees(1, "a");
  await server.stop();
  const raw = query(server.path("a"), "select raw from _oml_rejected");
  assert.deepEqual(
    raw.map((row) => new TextDecoder().decode(bytes(row.raw))),
    ["1\t1\t1\t12", "1\t1\t1\t34"],
  );
  assert.equal(countRows(server.path("a"), "app_m"), 1);
});

test("A row that violates an index added by the operator is rejected alone, in mid-run", async () => {
  const client = await server.client({ domain: "indexed" }, numbered(0, 500));
  await server.sees(500, "indexed");
  const path = server.path("indexed");
  using operator = new DatabaseSync(path);
  operator.exec("CREATE UNIQUE INDEX once ON app_m (seq)");
  operator.close();
  await client.send(numbered(499, 5_000) + numbered(7, 8));
  await client.end();
  assert.equal(countRows(path, "app_m"), 5_000);
  const reason = "rejected by the database (UNIQUE)";
  assert.deepEqual(query(path, counts), [
    { sender: 1, stream: 1, reason, count: 2 },
  ]);
  assert.deepEqual(
    query(path, "select reason from _oml_rejected").map((row) => row.reason),
    new Array(2).fill(`${reason}: UNIQUE constraint failed: app_m.seq`),
  );
  await server.logs(/indexed: the database rejects rows: UNIQUE constraint/);
});

function bytes(value: unknown): Uint8Array {
  assert.ok(value instanceof Uint8Array);
  return value;
}
