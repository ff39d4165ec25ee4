import assert from "node:assert/strict";
import { test } from "node:test";
import { proxyMetrics } from "../../../http/metrics/proxy_metrics.ts";
import type {
  ProxyStatus,
  StreamStatus,
} from "../../../proxy/control/status.ts";
import { ParsedMetrics } from "../../_support/prometheus.ts";

function stream(replay: string, isLive = false): StreamStatus {
  return {
    path: "result",
    received: 100,
    buffered: 60,
    sent: 40,
    acknowledged: 40,
    dropped: 0,
    rate: 1,
    isLive,
    replay,
    rejected: replay === "refused" ? "why" : undefined,
  };
}

async function metricsOf(
  status: Partial<ProxyStatus>,
): Promise<ParsedMetrics> {
  const { text, stop } = proxyMetrics({
    status: () => ({
      state: "running",
      upstream: "a:1",
      trouble: undefined,
      refused: { addresses: 3, handshakes: 4 },
      streams: [],
      ...status,
    }),
    totals: () => ({
      ...{ received: 100, dropped: 10, sent: 80, delivered: 70, streams: 2 },
    }),
  });
  stop();
  return new ParsedMetrics(await text());
}

test("The metrics of a proxy have its totals", async () => {
  const metrics = await metricsOf({});
  const value = (name: string) => metrics.value(`oml_proxy_${name}_total`);
  assert.equal(value("received_bytes"), 100);
  assert.equal(value("dropped_bytes"), 10);
  assert.equal(value("replayed_bytes"), 80);
  assert.equal(value("delivered_bytes"), 70);
  assert.equal(value("delivered_streams"), 2);
  const refused = (reason: string) =>
    metrics.value("oml_proxy_refused_total", { reason });
  assert.equal(refused("address"), 3);
  assert.equal(refused("handshake"), 4);
});

test("Streams are counted by what their replay does", async () => {
  const states = ["waiting", "sending", "sending", "idle", "refused"];
  const metrics = await metricsOf({
    streams: [...states.map((one) => stream(one)), stream("retrying", true)],
  });
  const count = (state: string) =>
    metrics.value("oml_proxy_streams", { state });
  assert.equal(count("sending"), 2);
  assert.equal(count("rejected"), 1);
  assert.equal(metrics.value("oml_proxy_streams"), 6);
  assert.equal(metrics.value("oml_proxy_backlog_bytes"), 360);
  assert.equal(metrics.value("oml_proxy_clients"), 1);
});

test("The replay and the upstream server have states", async () => {
  const metrics = await metricsOf({ state: "paused", trouble: "not-oml" });
  const replay = (state: string) =>
    metrics.value("oml_proxy_replay_state", { state });
  assert.deepEqual(
    ["running", "paused", "stopped"].map(replay),
    [0, 1, 0],
  );
  const trouble = (trouble: string) =>
    metrics.value("oml_proxy_upstream_trouble", { trouble });
  assert.deepEqual([trouble("away"), trouble("not_oml")], [0, 1]);
});
