import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { Relay } from "../_support/relay.ts";
import { settableClockCommand } from "../_support/runtime_command.ts";
import { startServer } from "../_support/server_process.ts";
import { scalar } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

test("A proxy whose clock is set back keeps its rate, and retries on time", async () => {
  const rows = 6_000;
  const body = numbered(0, rows);
  await using server = await TestServer.start();
  let relayed = 0;
  await using relay = await Relay.start(
    server.process.port,
    (bytes, pair) => {
      relayed += bytes.length;
      pair.server.write(bytes);
    },
  );
  await using proxy = TestProxy.prepare(relay.port, settableClockCommand());
  await proxy.startAgain("--rate", `${body.length}`);
  const client = await proxy.client({ domain: "a" }, body);
  await client.end();
  await proxy.command("RESUME");
  await waitFor("tuples", () => relayed > body.length / 4);
  proxy.signal("SIGWINCH");
  await waitFor("more tuples", () => relayed > body.length / 2);
  relay.cut();
  await proxy.logs(/: away \(/);
  proxy.signal("SIGWINCH");
  assert.match(await proxy.drained(), /^DRAINED 1 /);
  const count = "select count(distinct seq) from app_m";
  assert.equal(scalar(server.path("a"), count), rows);
});

test("A server whose clock is set back while it stops waits no longer for its clients", async () => {
  const root = makeTempDir();
  const dataDir = join(root, "data");
  mkdirSync(dataDir);
  const command = [...settableClockCommand(), "server"];
  const server = await startServer({ dataDir, command });
  try {
    const client = await connect(server.port);
    await client.send(headers({ domain: "a" }));
    let sent = 0;
    const talking = setInterval(
      () => client.send(numbered(sent, ++sent)).catch(() => undefined),
      20,
    );
    await waitFor("tuples", () => sent >= 5);
    process.kill(server.pid, "SIGTERM");
    await waitFor("the stop", () => /: stopping/.test(server.stderr()));
    // The drain has begun by then, and lasts 3 s.
    await delay(200);
    process.kill(server.pid, "SIGWINCH");
    await waitFor("its end", () => !server.running, 6_000);
    clearInterval(talking);
    client.destroy();
    assert.equal(await server.exited, 0);
  } finally {
    await server.kill();
    removeTempDir(root);
  }
});
