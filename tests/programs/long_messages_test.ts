import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection } from "node:net";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { headers } from "../_support/hello.ts";
import { LONG_MESSAGES } from "../_support/long_messages.ts";
import { MemoryPeak, restingMemory } from "../_support/resident_memory.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

/**
 * The longest time in ms that the server may take to answer a connection. It
 * takes 0.1 s when the processors are otherwise idle; it used to take 2 to 4 s.
 */
const ANSWER_MS = 1_000;

/** Milliseconds until the server closes a connection with an invalid header. */
async function answerTime(port: number): Promise<number> {
  const began = performance.now();
  const socket = createConnection({ port, host: "127.0.0.1" });
  const closed = once(socket, "close");
  socket.resume().end("no header\n");
  await closed;
  return performance.now() - began;
}

test("A vector of 12 MB is stored, and blocks no other client", async () => {
  await using server = await TestServer.start();
  const { port } = server.process;
  let worst = 0;
  let running = true;
  const asking = (async () => {
    while (running) {
      worst = Math.max(worst, await answerTime(port));
      await delay(10);
    }
  })();
  const hello = { domain: "a", schemas: ["1 app_m v:[double]"], protocol: 5 };
  const count = 2_400_000;
  const client = await server.connect();
  const vector = Buffer.alloc(5 * count, " 1e20").toString();
  await client.send(`${headers(hello)}1\t1\t1\t${count}${vector}\n`);
  await client.end();
  running = false;
  await asking;
  const json = "select length(v) from app_m where v like '[ 1e+20, 1e+20,%'";
  assert.equal(scalar(server.path("a"), json), 7 * count + 2);
  assert(worst < ANSWER_MS, `answered after ${worst} ms`);
});

const MIB = 1024 * 1024;
const CLIENTS = process.env.OML_LONG ? 8 : 4;

/**
 * The memory that a server needs beyond its size at rest, from
 * docs/operations.md.
 */
const BOUND = (128 + 2 * 64 + 16 * 16 + CLIENTS / 4) * MIB;

test("Rows seven times as long as their messages take no more memory than documented, in any number of experiments", async () => {
  const long = LONG_MESSAGES.find(({ name }) => name === "binary bools");
  if (long === undefined) throw new Error("There is no such message");
  const [hello, ...parts] = long.parts;
  const text = new TextDecoder().decode(hello);
  await using server = await TestServer.start();
  const before = await restingMemory(server.process.pid);
  using peak = new MemoryPeak(server.process.pid);
  await Promise.all(Array.from({ length: CLIENTS }, async (_, i) => {
    const client = await server.connect();
    await client.send(text.replace("domain: long", `domain: d${i}`));
    for (const part of parts) await client.send(part);
    await client.end(60_000);
  }));
  const grown = peak.bytes - before;
  assert(grown < BOUND, `${grown / MIB} MiB of ${BOUND / MIB}`);
  for (let i = 0; i < CLIENTS; i++) {
    const length = "select length(v0) from app_m";
    assert.equal(scalar(server.path(`d${i}`), length), 6 * 0xffff + 2);
  }
});
