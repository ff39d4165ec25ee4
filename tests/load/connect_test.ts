import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import process from "node:process";
import { test } from "node:test";
import type { OutgoingConnection } from "../../ports/runtime.ts";
import { within } from "../_support/within.ts";

const { runtime } = process.versions.deno
  ? { runtime: (await import("../../ports/deno.ts")).denoRuntime }
  : { runtime: (await import("../../ports/node.ts")).nodeRuntime };

/** Both ends of a connection, for the duration of `work`. */
async function connected(
  work: (outgoing: OutgoingConnection, peer: Socket) => Promise<void>,
): Promise<void> {
  const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const accepted = once(server, "connection");
  const outgoing = await runtime.connect(portOf(server), "127.0.0.1");
  const [peer] = await accepted;
  try {
    await work(outgoing, peer);
  } finally {
    peer.destroy();
    server.close();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  assert(address !== null && typeof address === "object");
  return address.port;
}

test("A connection sends bytes, then the end, then the peer closes", async () => {
  await connected(async (outgoing, peer) => {
    let received = 0;
    let closed = false;
    outgoing.closed.then(() => closed = true);
    peer.on("data", (bytes) => received += bytes.length);
    await outgoing.write(new Uint8Array(3_000_000));
    const ended = once(peer, "end");
    await outgoing.end();
    await within(ended, 5_000, "The peer saw no end");
    assert.equal(received, 3_000_000);
    assert(!closed, "the peer has not closed its side yet");
    peer.end();
    await within(outgoing.closed, 5_000, "It did not notice the end");
  });
});

test("A peer that does not read blocks the writer", async () => {
  await connected(async (outgoing, peer) => {
    peer.pause();
    let taken = false;
    const writing = outgoing.write(new Uint8Array(64 * 1024 * 1024))
      .then(() => taken = true);
    await new Promise((done) => setTimeout(done, 200));
    assert(!taken, "nothing takes 64 MiB");
    peer.resume();
    await within(writing, 10_000, "It was not taken");
    await outgoing.end();
    peer.end();
    await outgoing.closed;
  });
});

test("A broken connection rejects", async () => {
  await connected(async (outgoing, peer) => {
    peer.resetAndDestroy();
    await assert.rejects(within(outgoing.closed, 5_000, "It did not break"), {
      message: /reset/i,
    });
    await assert.rejects(async () => {
      for (let i = 0; i < 100; i++) await outgoing.write(new Uint8Array(1e5));
    });
  });
});
