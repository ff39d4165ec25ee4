import assert from "node:assert/strict";
import { test } from "node:test";
import { shareFiles } from "../../../cli/process/open_files.ts";
import { StartError } from "../../../cli/options/options_error.ts";
import { proxyFileNeeds, withinFiles } from "../../../cli/proxy/proxy_files.ts";
import { DEFAULT_PROXY_OPTIONS } from "../../../proxy/options.ts";

/** The options with this limit of open files. */
function within(allowed: number | undefined) {
  const needs = proxyFileNeeds(DEFAULT_PROXY_OPTIONS, allowed);
  return withinFiles(DEFAULT_PROXY_OPTIONS, shareFiles(needs, allowed));
}

test("A proxy with enough files keeps the values of its options", () => {
  for (const allowed of [undefined, 65_536]) {
    const { maxConnections, replay } = within(allowed);
    assert.equal(maxConnections, 10_000);
    assert.equal(replay.connections, 10_500);
  }
});

test("A proxy with few files has enough for all its clients and streams", () => {
  for (const allowed of [128, 256, 1_024, 4_096, 20_000]) {
    const { maxConnections, replay } = within(allowed);
    const streams = replay.connections - maxConnections;
    assert.ok(maxConnections > 0 && streams > 0);
    assert.ok(4 * maxConnections + 3 * streams < allowed, `${allowed}`);
  }
});

test("A proxy with too few files for any client does not start", () => {
  assert.throws(() => within(64), StartError);
});
