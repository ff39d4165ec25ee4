/**
 * Accepts 1,000 connections that are closed again, and prints how many bytes
 * more are in use after the second half than after the first.
 */
import { once } from "node:events";
import { createConnection } from "node:net";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import v8 from "node:v8";
import vm from "node:vm";
import { NetListener } from "../../../ports/net_listener.ts";
import type { Connection } from "../../../ports/runtime.ts";

v8.setFlagsFromString("--expose-gc");
const gc = vm.runInNewContext("gc");

async function serve(connection: Connection): Promise<void> {
  while (await connection.read() !== null);
  connection.close();
}

async function serveAll(listener: NetListener): Promise<void> {
  for (let next; (next = await listener.accept()) !== null;) serve(next);
}

async function visit(port: number): Promise<void> {
  const socket = createConnection({ port, host: "127.0.0.1" });
  socket.resume().end("hello\n");
  await once(socket, "close");
}

/** Bytes in use after this number of further connections was closed. */
async function usedAfter(count: number, port: number): Promise<number> {
  for (let i = 0; i < count; i++) await visit(port);
  // The runtime closes the last ones concurrently.
  await delay(200);
  gc();
  gc();
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return used_heap_size + external_memory;
}

const listener = await NetListener.listen({ port: 0, host: "127.0.0.1" });
serveAll(listener);
const first = await usedAfter(500, listener.address.port);
const second = await usedAfter(500, listener.address.port);
console.log(second - first);
process.exit(0);
