import assert from "node:assert/strict";
import { test } from "node:test";
import { serverMetrics } from "../../../http/metrics/server_metrics.ts";
import { StorageMeter } from "../../../http/metrics/storage_meter.ts";
import { ParsedMetrics } from "../../_support/prometheus.ts";
import {
  someClient,
  someExperiment,
  someStatus,
} from "../../_support/some_status.ts";

const STATUS = someStatus({
  total: { connections: 9, bytes: 800, tuples: 70, rejected: 6, converted: 5 },
  clients: [
    someClient({ state: "reading" }),
    someClient({ state: "held back" }),
    someClient({ state: "reading" }),
  ],
  experiments: [
    someExperiment({ queuedRows: 2, queuedBytes: 30 }),
    someExperiment({ queuedRows: 1, queuedBytes: 10 }),
  ],
});

test("The metrics of a server are those of its status", async () => {
  let statuses = 0;
  const status = () => {
    statuses++;
    return STATUS;
  };
  const { text, stop } = serverMetrics({
    status,
    meter: new StorageMeter(),
    unsaved: () => 3,
    walBytes: () => 4096,
  });
  const before = statuses;
  const metrics = new ParsedMetrics(await text());
  assert.equal(statuses - before, 1);
  stop();
  const values = {
    tuples_total: 70,
    received_bytes_total: 800,
    connections_total: 9,
    converted_values_total: 5,
    connections: 3,
    experiments: 2,
    queued_rows: 3,
    queued_bytes: 40,
    unsaved_rows_total: 3,
    wal_bytes: 4096,
  };
  for (const [name, value] of Object.entries(values)) {
    assert.equal(metrics.value(`oml_server_${name}`), value, name);
  }
  const count = (state: string) =>
    metrics.value("oml_server_connections", { state });
  assert.deepEqual(
    ["headers", "opening", "reading", "held_back"].map(count),
    [0, 0, 2, 1],
  );
});

test("Names follow Prometheus' conventions, and no label names a client", async () => {
  const { text, stop } = serverMetrics({
    status: () => STATUS,
    meter: new StorageMeter(),
    unsaved: () => 0,
  });
  const all = await text();
  stop();
  const metrics = new ParsedMetrics(all);
  for (const name of metrics.names) {
    assert.match(name, /^(?:oml_(?:server|event_loop|build)|process)_[a-z_]+$/);
    const isCounter = metrics.type(name) === "COUNTER";
    assert.equal(name.endsWith("_total"), isCounter, name);
  }
  assert.deepEqual(
    new Set(Array.from(all.matchAll(/[{,](\w+)="/g), ([, name]) => name)),
    new Set(["program", "version", "runtime", "state", "le", "reason"]),
  );
  // There is no SQLite.
  assert.equal(metrics.names.includes("oml_server_wal_bytes"), false);
});
