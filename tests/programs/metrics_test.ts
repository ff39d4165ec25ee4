import assert from "node:assert/strict";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { httpRequest } from "../_support/http_request.ts";
import { ParsedMetrics } from "../_support/prometheus.ts";
import { runOml2 } from "../_support/run_command.ts";
import { Sink } from "../_support/sink.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

/** Reads the metrics of the program with this log. */
async function metricsOf(log: string): Promise<ParsedMetrics> {
  const [, page] = /page at (\S+)\s/.exec(log) ?? [];
  const { status, headers, text } = await httpRequest(`${page}metrics`);
  assert.equal(status, 200);
  assert.match(
    String(headers["content-type"]),
    /^text\/plain; version=0\.0\.4/,
  );
  return new ParsedMetrics(text);
}

/** Waits until a metric has a value. */
function reaches(
  log: () => string,
  name: string,
  value: number,
): Promise<void> {
  return waitFor(`${name} ${value}`, async () => {
    const now = (await metricsOf(log())).value(name);
    return now === value || `it is ${now}`;
  });
}

test("The counters of a server equal what a load has sent", async () => {
  await using server = await TestServer.start("--http", "0");
  const log = () => server.process.stderr();
  const { stdout } = await runOml2(
    ...["load", `${server.process.port}`, "--json"],
    ...["--connections", "7", "--experiments", "3", "--tuples", "20000"],
    ...["--check", server.dataDir],
  );
  const sent = JSON.parse(stdout);
  assert.deepEqual([sent.checked, sent.faults], [true, []]);
  const metrics = await metricsOf(log());
  const value = (name: string) => metrics.value(`oml_server_${name}`);
  assert.equal(value("tuples_total"), 20_000);
  assert.equal(value("stored_rows_total"), 20_000);
  assert.equal(value("received_bytes_total"), sent.bytes);
  assert.equal(value("connections_total"), 7);
  assert.equal(value("rejected_samples_total"), 0);
  assert.equal(value("commit_failures_total"), 0);
  const commits = metrics.histogram("oml_server_commit_duration_seconds");
  assert.ok(commits.count >= 3 && commits.sum > 0, JSON.stringify(commits));
  await reaches(log, "oml_server_experiments", 0);
  const later = await metricsOf(log());
  assert.equal(later.value("oml_server_connections"), 0);
  assert.equal(later.value("oml_server_queued_rows"), 0);
});

test("Connected clients, rejected samples and conversions are counted", async () => {
  await using server = await TestServer.start("--http", "0");
  const log = () => server.process.stderr();
  const bad = "1\t1\t1\n1\t9\t1\t1\nx\t1\t1\t1\n";
  const hello = { domain: "a", sender: "one" };
  const body = numbered(0, 100) + bad + "5\t1\t5\t7.5\n";
  await server.client(hello, body);
  await server.client({ domain: "b" }, numbered(0, 10));
  await server.sees(101, "a");
  await server.sees(10, "b");
  const metrics = await metricsOf(log());
  const value = (name: string, labels = {}) =>
    metrics.value(`oml_server_${name}`, labels);
  assert.equal(value("tuples_total"), 111);
  assert.equal(value("connections", { state: "reading" }), 2);
  assert.equal(value("experiments"), 2);
  const rejects = (reason: string) =>
    value("rejected_samples_total", { reason });
  assert.deepEqual(
    ["too_few", "undefined_stream", "no_timestamp", "field_value"]
      .map(rejects),
    [1, 1, 1, 0],
  );
  assert.equal(value("rejected_samples_total"), 3);
  assert.equal(value("converted_values_total"), 1);
  assert.ok(value("wal_bytes") > 0);
});

test("The counters of a proxy equal what it has received and replayed", async () => {
  await using upstream = await TestServer.start();
  await using proxy = await TestProxy.start(
    ...[upstream.process.port, "--http", "0"] as const,
  );
  const hello = { domain: "a", sender: "one" };
  const body = numbered(0, 5_000);
  const client = await proxy.client(hello, body);
  await client.end();
  const head = headers(hello).length;
  const all = head + body.length;
  await reaches(() => proxy.log, "oml_proxy_received_bytes_total", all);
  const before = await metricsOf(proxy.log);
  assert.equal(before.value("oml_proxy_backlog_bytes"), all);
  assert.equal(before.value("oml_proxy_streams", { state: "waiting" }), 1);
  assert.equal(before.value("oml_proxy_replayed_bytes_total"), 0);
  const paused = { state: "paused" };
  assert.equal(before.value("oml_proxy_replay_state", paused), 1);
  await proxy.command("RESUME");
  await proxy.drained();
  const after = await metricsOf(proxy.log);
  assert.equal(after.value("oml_proxy_received_bytes_total"), all);
  assert.equal(after.value("oml_proxy_replayed_bytes_total"), body.length);
  assert.equal(after.value("oml_proxy_delivered_bytes_total"), all);
  assert.equal(after.value("oml_proxy_delivered_streams_total"), 1);
  assert.equal(after.value("oml_proxy_backlog_bytes"), 0);
  assert.equal(after.value("oml_proxy_streams"), 0);
  const running = { state: "running" };
  assert.equal(after.value("oml_proxy_replay_state", running), 1);
  assert.equal(after.value("oml_proxy_upstream_trouble"), 0);
});

test("A proxy whose upstream server is away says so", async () => {
  const sink = await Sink.start();
  const { port } = sink;
  await sink[Symbol.asyncDispose]();
  await using proxy = await TestProxy.start(port, "--http", "0");
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  await proxy.command("RESUME");
  await waitFor("trouble", async () => {
    const metrics = await metricsOf(proxy.log);
    const trouble = "away";
    return metrics.value("oml_proxy_upstream_trouble", { trouble }) === 1;
  });
});
