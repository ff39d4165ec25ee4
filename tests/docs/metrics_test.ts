import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { proxyMetrics } from "../../http/metrics/proxy_metrics.ts";
import { serverMetrics } from "../../http/metrics/server_metrics.ts";
import { StorageMeter } from "../../http/metrics/storage_meter.ts";
import { ParsedMetrics } from "../_support/prometheus.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { someStatus } from "../_support/some_status.ts";

test("docs/metrics.md lists all metrics, and no others", async () => {
  const server = serverMetrics({
    status: someStatus,
    meter: new StorageMeter(),
    unsaved: () => 0,
    walBytes: () => 0,
  });
  const proxy = proxyMetrics({
    status: () => ({
      ...{ state: "paused", upstream: "", trouble: undefined, streams: [] },
      refused: { addresses: 0, handshakes: 0 },
    }),
    totals: () => ({
      ...{ received: 0, dropped: 0, sent: 0, delivered: 0, streams: 0 },
    }),
  });
  const names = new Set<string>();
  for (const { text, stop } of [server, proxy]) {
    for (const name of new ParsedMetrics(await text()).names) names.add(name);
    stop();
  }
  const document = readFileSync(
    join(repositoryRoot, "docs/metrics.md"),
    "utf8",
  );
  const listed = document.matchAll(/^\| `((?:oml|process)_[a-z_]+)`/gm);
  assert.deepEqual(
    Array.from(listed, ([, name]) => name).sort(),
    [...names].sort(),
  );
});
