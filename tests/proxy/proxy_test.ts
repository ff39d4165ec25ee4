import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_PROXY_OPTIONS } from "../../proxy/options.ts";
import { Proxy } from "../../proxy/proxy.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { thisRuntime } from "../_support/this_runtime.ts";
import { waitFor } from "../_support/wait_for.ts";
import { within } from "../_support/within.ts";

/** Runs a test with a proxy whose server's address does not respond. */
async function withProxy(work: (proxy: Proxy) => Promise<void>): Promise<void> {
  const directory = makeTempDir();
  const runtime = await thisRuntime();
  const listener = await runtime.listen(0, "127.0.0.1");
  const { spool, replay } = DEFAULT_PROXY_OPTIONS;
  const proxy = await Proxy.start({
    // As if a firewall dropped all packets.
    runtime: { ...runtime, connect: () => new Promise(() => undefined) },
    listener,
    refused: () => ({ addresses: 0, handshakes: 0 }),
    options: {
      ...DEFAULT_PROXY_OPTIONS,
      spool: { ...spool, resultFile: join(directory, "result") },
      // The same port as the proxy's.
      replay: { ...replay, port: listener.address.port },
    },
    log: new MemoryLog(),
    announce: () => undefined,
  });
  try {
    await work(proxy);
  } finally {
    await proxy.stop();
    removeTempDir(directory);
  }
}

test("RESUME is answered while the server's address does not respond", () =>
  withProxy(async (proxy) => {
    const answer = within(proxy.command("RESUME"), 3_000, "no answer");
    assert.deepEqual(await answer, ["OK RESUME"]);
  }));

test("A stopping proxy rejects RESUME", () =>
  withProxy(async (proxy) => {
    const stopped = proxy.stop();
    for (const name of ["RESUME", "PAUSE", "STOP"]) {
      const answer = await proxy.command(name);
      assert.deepEqual(answer, ["ERROR the proxy is stopping"]);
    }
    assert.equal((await proxy.command("STATUS")).at(-1), "OK STATUS");
    await stopped;
    assert.equal(proxy.status.state, "paused");
  }));

test("A proxy counts its clients while they are connected", () =>
  withProxy(async (proxy) => {
    assert.equal(proxy.connections, 0);
    const { connect } = await thisRuntime();
    const client = await connect(proxy.port, "127.0.0.1", () => undefined);
    await waitFor("the client", () => proxy.connections === 1);
    client.close();
    await waitFor("its end", () => proxy.connections === 0);
  }));
