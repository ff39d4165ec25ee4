import assert from "node:assert/strict";
import { test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const totals = "select count(*) as n, sum(seq) as sum, " +
  "sum(seq <> oml_seq or seq <> oml_ts_client) as torn from app_m";

test("200,000 tuples of one connection are stored completely and in order", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" });
  for (let i = 0; i < 200_000; i += 10_000) {
    await client.send(numbered(i, i + 10_000));
  }
  await client.end();
  const path = server.path("a");
  assert.deepEqual(query(path, totals), [
    { n: 200_000, sum: 200_000 * 199_999 / 2, torn: 0 },
  ]);
  assert.equal(
    scalar(path, "select count(*) from app_m where seq <> oml_tuple_id - 1"),
    0,
  );
  assert.equal(scalar(path, "pragma integrity_check"), "ok");
});

test("50 connections in 5 experiments are stored completely", async () => {
  await using server = await TestServer.start();
  const clients = await Promise.all(
    Array.from(
      { length: 50 },
      (_, i) => server.client({ domain: `e${i % 5}`, sender: `s${i}` }),
    ),
  );
  for (let i = 0; i < 1_000; i += 100) {
    await Promise.all(
      clients.map((client) => client.send(numbered(i, i + 100))),
    );
  }
  await Promise.all(clients.map((client) => client.end()));
  for (let i = 0; i < 5; i++) {
    assert.deepEqual(query(server.path(`e${i}`), totals), [
      { n: 10_000, sum: 10 * 1_000 * 999 / 2, torn: 0 },
    ]);
    const senders = "select count(distinct oml_sender_id) from app_m";
    assert.equal(scalar(server.path(`e${i}`), senders), 10);
  }
});

test("Wide and long rows are stored next to short ones", async () => {
  await using server = await TestServer.start();
  const client = await server.client({
    domain: "a",
    schemas: ["1 app_m text:string", "2 app_n x:double"],
  });
  const lengths = [0, 1, 31, 32, 65_000, 65_536, 200_000, 3_000_000];
  for (let round = 0; round < 20; round++) {
    for (const length of lengths.slice(0, round % 5 === 0 ? 8 : 6)) {
      await client.send(`1\t1\t1\t${"x".repeat(length)}\n1\t2\t1\t0.1\n`);
    }
  }
  await client.end();
  const path = server.path("a");
  assert.equal(scalar(path, "select count(*) from app_m"), 128);
  const long = "select count(*) from app_m where length(text) = 3000000";
  assert.equal(scalar(path, long), 4);
  assert.equal(scalar(path, "select count(*) from app_n where x = 0.1"), 128);
});
