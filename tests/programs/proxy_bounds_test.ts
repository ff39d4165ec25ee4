import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { Sink } from "../_support/sink.ts";
import { SmallDisk } from "../_support/small_disk.ts";
import { query } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

const MIB = 1024 * 1024;
const ROWS = 300_000;
const HEADERS = headers({ domain: "a" });

/** Some MiB. */
const BODY = numbered(0, ROWS);

function checkAllRows(path: string): void {
  const [found] = query(
    path,
    "select count(*) as n, count(distinct seq) as d, max(seq) as m from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS, m: ROWS - 1 });
}

/** Bytes that the proxy has received from its only client. */
async function received(proxy: TestProxy): Promise<number> {
  const status = await proxy.command("STATUS");
  return Number(/ received=(\d+) /.exec(status.join("\n"))?.[1]);
}

test("A full spool blocks clients, and accepts the rest when there is room", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["--max-spool", "1M"],
  );
  const client = await proxy.client({ domain: "a" });
  const sent = client.send(BODY);
  await proxy.logs(/the spool is full; clients wait/);
  assert.ok(await received(proxy) < 1.2 * MIB);
  await proxy.command("RESUME");
  await sent;
  await client.end();
  await proxy.logs(/the spool has room again/);
  assert.equal(proxy.result(), HEADERS + BODY);
  await proxy.command("RESUME");
  await proxy.drained();
  checkAllRows(server.path("a"));
});

test("With drop-new a full spool drops and counts whole tuples", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["--max-spool", "1M", "--spool-policy", "drop-new"],
  );
  const client = await proxy.client({ domain: "a" }, BODY);
  await proxy.logs(/new tuples are dropped/);
  await proxy.command("RESUME");
  await proxy.logs(/the spool has room again/, 20_000);
  await client.send(numbered(ROWS, ROWS + 10));
  await client.end();
  await proxy.logs(/dropped \d+ tuples of \d+ bytes/);
  await proxy.command("RESUME");
  await proxy.drained();
  const [, tuples, bytes] = [
    ...proxy.log.matchAll(/dropped (\d+) tuples of (\d+) bytes/g),
  ].at(-1)?.map(Number) ?? [];
  const kept = proxy.result();
  const all = HEADERS + BODY + numbered(ROWS, ROWS + 10);
  assert.equal(kept.length + bytes, all.length);
  const lines = kept.slice(HEADERS.length).split("\n").slice(0, -1);
  assert.equal(lines.length + tuples, ROWS + 10);
  const whole = /^(\d+)\t1\t\1\t\1$/;
  assert.deepEqual(lines.filter((line) => !whole.test(line)), []);
  const [{ n }] = query(server.path("a"), "select count(*) as n from app_m");
  assert.equal(n, lines.length);
});

test("A full disk blocks clients until it has room", async (t) => {
  using disk = new SmallDisk();
  if (!disk.mount(2 * MIB)) return t.skip("no disk can be mounted here");
  await using server = await TestServer.start();
  const result = join(disk.path, "result");
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["-r", result, "--memory", "1M"],
  );
  const client = await proxy.client({ domain: "a" });
  const sent = client.send(BODY);
  await proxy.logs(/result: can't be written: /);
  assert.ok(await received(proxy) < 4 * MIB);
  disk.mount(64 * MIB);
  await sent;
  await client.end();
  assert.equal(readFileSync(result, "latin1"), HEADERS + BODY);
  await proxy.command("RESUME");
  await proxy.drained();
  checkAllRows(server.path("a"));
  await proxy.kill();
});

test("With a full spool, a stop keeps what clients have sent", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port, "--max-spool", "1M");
  const client = await proxy.client({ domain: "a" });
  const sent = client.send(BODY);
  await proxy.logs(/the spool is full; clients wait/);
  assert.equal(await proxy.stop(), 0);
  await sent;
  assert.equal(proxy.result(), HEADERS + BODY);
});

test("With a full disk, a stop logs what is lost, and ends", async (t) => {
  using disk = new SmallDisk();
  if (!disk.mount(MIB / 2)) return t.skip("no disk can be mounted here");
  await using sink = await Sink.start();
  const result = join(disk.path, "result");
  await using proxy = await TestProxy.start(
    sink.port,
    ...["-r", result, "--memory", "1M"],
  );
  const client = await proxy.client({ domain: "a" });
  const sent = client.send(BODY).catch(() => undefined);
  await proxy.logs(/result: can't be written: /);
  assert.equal(await proxy.stop(), 1);
  await sent;
  const lost = /result: the last (\d+) bytes are lost/.exec(
    proxy.log,
  );
  const kept = readFileSync(result, "latin1");
  assert.ok(Number(lost?.[1]) > 0, proxy.log);
  assert.ok((HEADERS + BODY).startsWith(kept));
});
