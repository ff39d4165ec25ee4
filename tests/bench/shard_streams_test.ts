import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { sendStreams, writeStreams } from "../../bench/shard_streams.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const skip = spawnSync("python3", ["--version"]).status === 0
  ? false
  : "python3 is not installed";

const LOAD = { domains: ["a", "b"], clients: 2, tuples: 10 };

/** Sends the streams to a server that handles its connections like this. */
async function sendTo(handle: (socket: Socket) => void): Promise<number[]> {
  const directory = makeTempDir();
  const server = createServer({ allowHalfOpen: true }, handle);
  try {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const paths = writeStreams(directory, LOAD);
    await sendStreams(paths, (server.address() as AddressInfo).port);
    return paths.map((path) => statSync(path).size);
  } finally {
    server.close();
    removeTempDir(directory);
  }
}

test(
  "sendStreams() sends each file over a connection of its own, and waits until the server closes",
  { skip },
  async () => {
    const received: number[] = [];
    const sizes = await sendTo(async (socket) => {
      let bytes = 0;
      for await (const chunk of socket) bytes += chunk.length;
      received.push(bytes);
      socket.end();
    });
    assert.deepEqual(new Set(received), new Set(sizes));
    assert.equal(received.length, sizes.length);
  },
);

test("sendStreams() rejects if a connection breaks", { skip }, async () => {
  await assert.rejects(sendTo((socket) => void socket.resetAndDestroy()));
});
