import assert from "node:assert/strict";
import { test } from "node:test";
import { badField, Reason } from "../../../codec/tuples/reasons.ts";
import { Metrics } from "../../../http/metrics/metrics.ts";
import { StorageMeter } from "../../../http/metrics/storage_meter.ts";
import { ParsedMetrics } from "../../_support/prometheus.ts";

async function parse(meter: StorageMeter): Promise<ParsedMetrics> {
  const metrics = new Metrics();
  meter.addTo(metrics);
  return new ParsedMetrics(await metrics.text());
}

test("Commits are counted with their rows and durations", async () => {
  const meter = new StorageMeter();
  meter.committed({ rows: 10, ms: 20, isStored: true });
  meter.committed({ rows: 5, ms: 480, isStored: true });
  meter.committed({ rows: 7, ms: 9_000, isStored: false });
  const metrics = await parse(meter);
  assert.equal(metrics.value("oml_server_stored_rows_total"), 15);
  assert.equal(metrics.value("oml_server_commit_failures_total"), 1);
  assert.deepEqual(metrics.histogram("oml_server_commit_duration_seconds"), {
    count: 2,
    sum: 0.5,
  });
});

test("Rejected samples are counted by the class of the reason", async () => {
  const meter = new StorageMeter();
  const name = "oml_server_rejected_samples_total";
  assert.equal((await parse(meter)).value(name), 0);
  meter.rejected(Reason.tooFew);
  meter.rejected(badField("a", "int32"));
  meter.rejected(badField("b", "double"));
  const metrics = await parse(meter);
  assert.equal(metrics.value(name), 3);
  assert.equal(metrics.value(name, { reason: "too_few" }), 1);
  assert.equal(metrics.value(name, { reason: "field_value" }), 2);
  assert.equal(metrics.value(name, { reason: "cut" }), 0);
});
