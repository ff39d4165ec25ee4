import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import process from "node:process";
import { test } from "node:test";
import { NetListener } from "../../ports/net_listener.ts";
import { connect } from "../_support/client.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { onDeno } from "../_support/this_runtime.ts";

test("A connection that can't be accepted is an error of that call only", async () => {
  const server = createServer({ pauseOnConnect: true });
  const listener = await NetListener.listen({
    port: 0,
    host: "127.0.0.1",
  }, server);
  try {
    const failing = listener.accept();
    server.emit("error", new Error("accept ENOMEM"));
    await assert.rejects(failing, /ENOMEM/);
    // No call of accept() is pending now.
    server.emit("error", new Error("accept ENOMEM"));
    const client = await connect(listener.address.port);
    const connection = await listener.accept();
    connection?.close();
    assert.equal(await client.serverEndsWithin(), true);
  } finally {
    listener.close();
  }
});

test("Closed connections leave no memory behind", () => {
  const script = "tests/ports/_support/accepted_connections.ts";
  const args = onDeno ? ["run", "-A", "--quiet", script] : [script];
  const grown = execFileSync(process.execPath, args, {
    cwd: repositoryRoot,
    encoding: "utf8",
  });
  assert(Number(grown) < 1e6, `${grown} bytes for 500 connections`);
});
