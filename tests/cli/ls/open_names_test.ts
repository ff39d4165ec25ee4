import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, test } from "node:test";
import { openInDirectory } from "../../../cli/ls/open_names.ts";
import { lockDataDir } from "../../../server/rows/sqlite/data_dir_lock.ts";
import { someExperiment, someStatus } from "../../_support/some_status.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => directory = makeTempDir());
afterEach(() => removeTempDir(directory));

test("A server names the experiments that it has open", async () => {
  const status = someStatus({
    experiments: [someExperiment({ domain: "a" })],
  });
  const server = createServer((socket) => socket.end(JSON.stringify(status)));
  server.listen(join(directory, ".oml2.sock"));
  await once(server, "listening");
  try {
    assert.deepEqual(await openInDirectory(directory), new Set(["a"]));
  } finally {
    server.close();
  }
});

test("Without a server nothing is open, whatever a killed one has left", async () => {
  assert.deepEqual(await openInDirectory(directory), new Set());
  writeFileSync(join(directory, ".oml2.sock"), "");
  lockDataDir(directory, process.pid).release();
  assert.deepEqual(await openInDirectory(directory), new Set());
});

test("If a server does not answer, it is unknown", async () => {
  const lock = lockDataDir(directory, process.pid);
  try {
    assert.equal(await openInDirectory(directory), undefined);
  } finally {
    lock.release();
  }
});
