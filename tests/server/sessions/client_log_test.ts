import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderReader } from "../../../codec/headers/header_reader.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { ClientLog } from "../../../server/sessions/client_log.ts";
import { headers } from "../../_support/hello.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { bytes } from "../../_support/packet.ts";

const PEER = { host: "10.0.0.7", port: 41_234 };

/** Headers as parsed. */
function header(...more: readonly string[]) {
  const text = more.join("") + headers({ domain: "demo", sender: "node7" });
  const read = new HeaderReader(DEFAULT_LIMITS).push(bytes(text));
  return read?.header ?? assert.fail("they are not complete");
}

test("ClientLog names a client by its address, later by its headers", () => {
  const log = new MemoryLog();
  const client = new ClientLog(log, PEER);
  client.connected();
  client.cutHeader();
  assert.equal(client.name, "10.0.0.7:41234");
  client.ready(header());
  assert.equal(client.name, "demo:node7:app");
  client.failed("too many fields");
  client.disconnected("idle", "warn");
  assert.deepEqual(log.lines.slice(2), [
    "info: demo:node7:app: ready, from 10.0.0.7:41234, OMSP V4 text",
    "error: demo:node7:app: too many fields",
    "warn: demo:node7:app: disconnected (idle)",
  ]);
  for (const line of log.lines.slice(0, 2)) {
    assert.match(line, /: 10\.0\.0\.7:41234: /);
  }
});

test("ClientLog names the first ignored headers", () => {
  const log = new MemoryLog();
  const unknown = Array.from({ length: 7 }, (_, i) => `key-${i}: x\n`);
  new ClientLog(log, PEER).ready(header(...unknown));
  const [warning] = log.of("warn");
  assert.match(warning, /key-0.* \| .*key-4/);
  assert.doesNotMatch(warning, /key-5/);
});
