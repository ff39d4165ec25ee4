import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { Metrics } from "../../../http/metrics/metrics.ts";
import { addProcessMetrics } from "../../../http/metrics/process_metrics.ts";
import { ParsedMetrics } from "../../_support/prometheus.ts";
import { unixTime } from "../../../shared/unix_time.ts";

test("The process is measured", async () => {
  const metrics = new Metrics();
  addProcessMetrics(metrics, "proxy");
  const parsed = new ParsedMetrics(await metrics.text());
  const value = (name: string) => parsed.value(`process_${name}`);
  const now = unixTime(performance.now()) / 1_000;
  const age = now - value("start_time_seconds");
  assert.ok(age > 0 && age < process.uptime() + 60, `${age}`);
  assert.ok(value("resident_memory_bytes") > 2 ** 20);
  assert.ok(value("heap_bytes") > 2 ** 20);
  assert.ok(value("cpu_seconds_total") > 0);
  if (process.platform === "linux") {
    assert.ok(value("threads") > 1);
    assert.ok(value("open_fds") > 2);
  }
  const info = { program: "proxy" };
  assert.equal(parsed.value("oml_build_info", info), 1);
});
