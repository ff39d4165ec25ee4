import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { NetListener } from "../../ports/net_listener.ts";
import { connect } from "../_support/client.ts";

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
    // Nobody asks now.
    server.emit("error", new Error("accept ENOMEM"));
    const client = await connect(listener.address.port);
    const connection = await listener.accept();
    connection?.close();
    assert.equal(await client.serverEndsWithin(), true);
  } finally {
    listener.close();
  }
});
