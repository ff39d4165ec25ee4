import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { SpawnedServer } from "../_support/spawned_server.ts";
import { countRows, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

test("A million bad lines make a small log, and are all counted", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" });
  const bad = "bad\x1b[2J\n".repeat(50_000);
  for (let i = 0; i < 20; i++) await client.send(bad);
  await client.end();
  await server.closes("a");
  const log = server.process.stderr();
  assert.ok(log.length < 50_000, `${log.length} bytes`);
  assert.match(
    log,
    /WARNING a:s1:app: rejected, not a tuple .*: bad\\x1b\[2J\n/,
  );
  assert.match(log, /WARNING a:s1:app: rejected 1000000 samples of 1000000;/);
  assert.equal(
    scalar(server.path("a"), "select sum(count) from _oml_reject_counts"),
    1_000_000,
  );
});

test("A client that reconnects a thousand times does not fill the log", async () => {
  await using server = await TestServer.start();
  const began = performance.now();
  for (let i = 0; i < 1_000; i++) {
    const client = await server.connect();
    await client.send("no header\n\n");
    await client.end();
  }
  await server.stop();
  const log = server.process.stderr();
  const errors = log.match(/ ERROR .*\n/g) ?? [];
  const counts = errors.flatMap((line) =>
    line.match(/(?<=and )\d+(?= more like this in 10 s\n)/) ?? []
  ).map(Number);
  const shown = errors.length - counts.length;
  // On a busy machine they take longer than the 10 s that are counted together.
  const windows = 1 + Math.ceil((performance.now() - began) / 10_000);
  assert.ok(shown <= 10 * windows, `${shown} in ${windows}`);
  assert.ok(counts.length > 0 && counts.length <= windows);
  assert.equal(counts.reduce((sum, more) => sum + more, shown), 1_000);
});

test("A thousand different clients with faults do not fill the log", async () => {
  await using server = await TestServer.start();
  const began = performance.now();
  const comeAndGo = async (sender: string) => {
    const client = await server.connect();
    await client.send(headers({ domain: "a", sender }) + "bad\n");
    await client.end();
  };
  for (let i = 0; i < 1_000; i += 50) {
    const senders = Array.from({ length: 50 }, (_, k) => `s${i + k}`);
    await Promise.all(senders.map(comeAndGo));
  }
  await server.stop();
  const rejected = server.process.stderr().match(/rejected, not a tuple/g) ??
    [];
  const windows = 1 + Math.ceil((performance.now() - began) / 10_000);
  const { length } = rejected;
  assert.ok(length > 0 && length < 120 * windows, `${length} in ${windows}`);
});

test("--log-format=json writes one object per line, with client, message and facts", async () => {
  await using server = await TestServer.start("--log-format=json");
  const client = await server.client({ domain: "a" }, "b\x9bd\n");
  await client.end();
  await server.stop();
  const lines = server.process.stderr().trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  const rejected = lines.find(({ facts }) => facts.sample !== undefined);
  assert.deepEqual([rejected.level, rejected.client], ["WARNING", "a:s1:app"]);
  assert.match(rejected.message, /^a:s1:app: rejected, not a tuple/);
  assert.equal(rejected.facts.reason, "not a tuple");
  assert.match(rejected.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("SIGHUP reopens the log, and a rename with a signal loses no line", async () => {
  await using server = await SpawnedServer.start((root) => [
    ...["--logfile", join(root, "log")],
  ]);
  const path = join(server.root, "log");
  const disconnected = (client: string, file: string) =>
    waitFor(
      `${client} in ${file}`,
      () => linesWith(file, `${client}: disconnected`) === 1,
    );
  await sendFrom(server, "before");
  await disconnected("a:before:app", path);
  renameSync(path, `${path}.1`);
  await sendFrom(server, "between");
  await disconnected("a:between:app", `${path}.1`);
  process.kill(server.pid, "SIGHUP");
  await waitFor("a new file", () => existsSync(path));
  await sendFrom(server, "after");
  await disconnected("a:after:app", path);
  assert.equal(linesWith(`${path}.1`, "a:after:app"), 0);
});

test("A reader of stderr that stops reading blocks no client", async () => {
  await using server = await SpawnedServer.start(() => ["-d", "4"]);
  // Two lines per probe: more than the pipe and its buffers hold.
  for (let i = 0; i < 3_000; i++) {
    const probe = await server.connect();
    await probe.end();
  }
  await sendFrom(server, "s1");
  assert.equal(countRows(join(server.dataDir, "a.sq3"), "app_m"), 10);
});

async function sendFrom(server: SpawnedServer, sender: string): Promise<void> {
  const client = await server.connect();
  await client.send(headers({ domain: "a", sender }) + numbered(0, 10));
  await client.end();
}

function linesWith(path: string, text: string): number {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.includes(text)).length;
}
