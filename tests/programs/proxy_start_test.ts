import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { test } from "node:test";
import { connect } from "../_support/client.ts";
import { freePort } from "../_support/free_port.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { waitFor } from "../_support/wait_for.ts";

/**
 * Uses a pipe as a journal, which makes the recovery wait; returns its path.
 */
function makePipe({ resultFile }: TestProxy): string {
  const journal = `${resultFile}.journal`;
  assert.equal(spawnSync("mkfifo", [journal]).status, 0);
  return journal;
}

/** Opens a pipe for writing once the proxy waits for its other end. */
async function openPipe(path: string): Promise<number> {
  let pipe: number | undefined;
  await waitFor("the recovery of the spool", () => {
    try {
      pipe = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      return true;
    } catch (error) {
      return String(error);
    }
  }, 30_000);
  return pipe ?? assert.fail();
}

test("Commands received while the spool is recovered are executed afterwards", async () => {
  const [upstream, control] = [await freePort(), await freePort()];
  await using proxy = TestProxy.prepare(upstream);
  const journal = makePipe(proxy);
  proxy.launch("-c", `127.0.0.1:${control}`);
  const pipe = await openPipe(journal);
  proxy.signal("SIGUSR2");
  const operator = await connect(control);
  await operator.send("STATUS\n");
  const answered = proxy.command("STATUS");
  closeSync(pipe);
  await proxy.ready();
  assert.match((await answered).join("\n"), /^STATUS /m);
  await waitFor("SIGUSR2", () => /^DRAINED 0 0$/m.test(proxy.stdout));
  await waitFor("an answer", () => /^OK STATUS$/m.test(operator.heard));
  operator.destroy();
  assert.match(proxy.log, /result: its journal can't be read; not changed/);
  assert.equal(await proxy.stop(), 0);
});

test("A proxy can be stopped while it recovers its spool", async () => {
  await using proxy = TestProxy.prepare(await freePort());
  const journal = makePipe(proxy);
  proxy.launch();
  const pipe = await openPipe(journal);
  const stopping = proxy.stop();
  await proxy.logs(/stopped before the spool was recovered/);
  // Node ends when the system call has returned.
  closeSync(pipe);
  assert.equal(await stopping, 0);
});
