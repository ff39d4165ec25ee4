import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { headers, numbered } from "../../_support/hello.ts";
import { query, scalar } from "../../_support/sqlite.ts";
import { TestServer } from "../../_support/test_server.ts";
import { ReplayBench } from "../_support/replay_bench.ts";

/** `OML_LONG` selects the full number. */
const STREAMS = process.env.OML_LONG ? 1_000 : 100;

/** A server's answer may take 100 ms: one by one they would take longer. */
const MOST_MS = 5_000;

test("Short streams of successive clients do not wait for each other", async () => {
  await using server = await TestServer.start();
  const { port } = server.process;
  await using bench = await ReplayBench.start({ port, answerMs: 3_000 });
  const senders = Array.from({ length: STREAMS }, (_, i) => `s${i}`);
  for (const sender of senders) {
    await bench.add(headers({ domain: "a", sender }) + numbered(0, 10));
  }
  const start = performance.now();
  bench.replays.resume();
  const { clients } = await bench.drains(20_000);
  const took = performance.now() - start;
  assert.equal(clients, STREAMS);
  assert.ok(took < MOST_MS, `it took ${took} ms`);
  await server.closes("a");
  assert.equal(
    scalar(server.path("a"), "select count(*) from app_m"),
    10 * STREAMS,
  );
  assert.deepEqual(
    query(server.path("a"), "select name from _senders order by id")
      .map(({ name }) => name),
    senders,
    "numbered as they came",
  );
});

test("Later streams wait for one that defines streams in its body", async () => {
  await using server = await TestServer.start();
  const { port } = server.process;
  await using bench = await ReplayBench.start({ port, answerMs: 3_000 });
  const rounds = 5;
  for (let i = 0; i < rounds; i++) {
    const first = headers({ domain: "a", sender: `a${i}` });
    const definition = `0\t0\t1\t.\tschema\t2 app_late${i} x:int32\n`;
    await bench.add(`${first}${numbered(0, 100)}${definition}0\t2\t1\t7\n`);
    const schemas = [`1 app_late${i} x:string`];
    const second = headers({ domain: "a", sender: `b${i}`, schemas });
    await bench.add(`${second}0\t1\t1\ttext\n`);
  }
  bench.replays.resume();
  await bench.drains(20_000);
  await server.closes("a");
  for (let i = 0; i < rounds; i++) {
    const values = [`app_late${i}`, `app_late${i}_2`].map((table) =>
      scalar(server.path("a"), `select x from ${table}`)
    );
    assert.deepEqual(values, [7, "text"]);
  }
});
