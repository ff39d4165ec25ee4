import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_PROXY_OPTIONS } from "../../proxy/options.ts";
import { Proxy } from "../../proxy/proxy.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { thisRuntime } from "../_support/this_runtime.ts";
import { within } from "../_support/within.ts";

test("RESUME is answered though nobody answers at the server's address", async () => {
  const directory = makeTempDir();
  const runtime = await thisRuntime();
  const listener = await runtime.listen(0, "127.0.0.1");
  const { spool, replay } = DEFAULT_PROXY_OPTIONS;
  const proxy = await Proxy.start({
    // As where a firewall drops all that comes.
    runtime: { ...runtime, connect: () => new Promise(() => undefined) },
    listener,
    options: {
      ...DEFAULT_PROXY_OPTIONS,
      spool: { ...spool, resultFile: join(directory, "result") },
      // The same port may be that of the proxy itself.
      replay: { ...replay, port: listener.address.port },
    },
    log: new MemoryLog(),
    announce: () => undefined,
  });
  try {
    const answer = within(proxy.command("RESUME"), 3_000, "no answer");
    assert.deepEqual(await answer, ["OK RESUME"]);
  } finally {
    await proxy.stop();
    removeTempDir(directory);
  }
});
