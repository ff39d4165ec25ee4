import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { query } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { WallClock } from "../../shared/wall_clock.ts";

test("oml_ts_server has microseconds, and no tuple arrives before it was sent", async () => {
  await using server = await TestServer.start();
  const clock = new WallClock();
  const startTime = Math.floor(clock.now() / 1000);
  const client = await server.client({ domain: "a", startTime });
  const tuples = 300;
  for (let i = 0; i < tuples; i++) {
    const time = clock.now() / 1000 - startTime;
    await client.send(`${time.toFixed(6)}\t1\t${i}\t${i}\n`);
    await delay(1);
  }
  await client.end();
  const rows = query(
    server.path("a"),
    "select oml_ts_client as sent, oml_ts_server as arrived from app_m " +
      "order by oml_seq",
  ).map(({ sent, arrived }) => ({
    sent: Number(sent),
    arrived: Number(arrived),
  }));
  assert.equal(rows.length, tuples);
  rows.forEach(({ sent, arrived }, i) => {
    assert.ok(arrived >= sent, `${arrived} is before ${sent}`);
    assert.ok(arrived < sent + 10, `${arrived} is long after ${sent}`);
    assert.ok(i === 0 || arrived >= rows[i - 1].arrived);
  });
  // On a busy machine many tuples arrive together.
  const times = new Set(rows.map(({ arrived }) => Math.round(arrived * 1e6)));
  const parts = new Set([...times].map((time) => time % 1000));
  assert.ok(times.size > 2, `${times.size} times`);
  assert.ok(parts.size > times.size / 2, `${parts.size} of ${times.size}`);
});
