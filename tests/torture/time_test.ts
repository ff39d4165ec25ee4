import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { numbered } from "../_support/hello.ts";
import { serverCommand } from "../_support/runtime_command.ts";
import { column, countRows } from "../_support/sqlite.ts";
import { SteadyClient } from "../_support/steady_client.ts";
import { TestServer } from "../_support/test_server.ts";
import { FakeClock, noFakeClock } from "./_support/fake_clock.ts";
import { isLong, VISIBLE_MS } from "./_support/seed.ts";

const HOUR = 3_600;

/** Seconds by which a time may differ on a busy machine. */
const TOLERANCE = 10;

/** Milliseconds between two jumps, and of a suspension. */
const STEP_MS = isLong ? 10_000 : 1_500;
const SUSPENDED_MS = isLong ? 120_000 : 5_000;

test(
  "Jumps of the clock by an hour, both ways, delay nothing and leave right times",
  { skip: noFakeClock },
  async () => {
    using clock = new FakeClock();
    const command = [...clock.command, ...serverCommand()];
    await using server = await TestServer.startBy(command);
    const steady = await SteadyClient.start(server);
    for (const [i, seconds] of [HOUR, 0, -HOUR, 0].entries()) {
      clock.jump(seconds);
      await delay(STEP_MS);
      const domain = `jump${i}`;
      const client = await server.client(
        { domain, startTime: 0 },
        "1\t1\t1\t1\n",
      );
      await server.sees(1, domain, "app_m");
      const [stored] = column(
        server.path(domain),
        "select oml_ts_server from app_m order by oml_tuple_id desc",
      );
      const wrong = Number(stored) - (Date.now() / 1_000 + seconds);
      assert.ok(Math.abs(wrong) < TOLERANCE, `${domain}: wrong by ${wrong} s`);
      await client.end();
    }
    const { sent, stored, slowest } = await steady.end();
    assert.equal(stored, sent);
    assert.ok(slowest < VISIBLE_MS, `visible after ${slowest} ms`);
    assert.equal(await server.process.terminate(10_000), 0);
  },
);

test(`A server that was suspended for ${SUSPENDED_MS / 1_000} s goes on with its clients`, async () => {
  await using server = await TestServer.start("-t", "2");
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  process.kill(server.process.pid, "SIGSTOP");
  await client.send(numbered(10, 20));
  await delay(SUSPENDED_MS);
  process.kill(server.process.pid, "SIGCONT");
  await client.send(numbered(20, 30));
  await server.sees(30, "a");
  await client.end();
  assert.equal(await server.stop(), 0);
  assert.equal(countRows(server.path("a"), "app_m"), 30);
});
