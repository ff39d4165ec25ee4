import assert from "node:assert/strict";
import { test } from "node:test";
import { JoinedListener } from "../../ports/joined_listener.ts";
import { MemoryRuntime } from "../../ports/memory.ts";

test("The connections of all listeners are accepted, until all are closed", async () => {
  const runtime = new MemoryRuntime();
  const listeners = [await runtime.listen(1), await runtime.listen(2)];
  const joined = new JoinedListener(listeners);
  assert.equal(joined.address.port, 1);
  const waiting = joined.accept();
  await runtime.connect(2, "");
  assert.equal((await waiting)?.local.port, 2);
  await runtime.connect(1, "");
  await runtime.connect(2, "");
  const ports = [await joined.accept(), await joined.accept()]
    .map((connection) => connection?.local.port);
  assert.deepEqual(ports.sort(), [1, 2]);
  const last = joined.accept();
  joined.close();
  assert.equal(await last, null);
  assert.equal(await joined.accept(), null);
});
