import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { areEndsOfOne } from "../../ports/connection_ends.ts";
import { type MemoryOutgoing, MemoryRuntime } from "../../ports/memory.ts";
import type { Connection, Listener } from "../../ports/runtime.ts";

interface Pair {
  readonly listener: Listener;
  readonly client: MemoryOutgoing;
  readonly connection: Connection;
  readonly heard: string[];
}

async function connectPair(): Promise<Pair> {
  const runtime = new MemoryRuntime();
  const listener = await runtime.listen(0);
  const heard: string[] = [];
  const decoder = new TextDecoder();
  const client = await runtime.connect(
    listener.address.port,
    "127.0.0.1",
    (bytes) => heard.push(decoder.decode(bytes)),
  );
  const connection = await listener.accept();
  assert.ok(connection !== null);
  return { listener, client, connection, heard };
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function readText(connection: Connection): Promise<string> {
  const chunk = await connection.read();
  assert.ok(chunk !== null);
  return new TextDecoder().decode(chunk);
}

test("A connection returns the bytes in order, then null", async () => {
  const { client, connection } = await connectPair();
  await client.write(bytes("one"));
  await client.write(bytes("two"));
  await client.end();
  assert.equal(await readText(connection), "one");
  assert.equal(await readText(connection), "two");
  assert.equal(await connection.read(), null);
  assert.equal(await connection.read(), null);
});

test("Both sides name the same ends", async () => {
  const { client, connection } = await connectPair();
  assert.ok(areEndsOfOne(client, connection));
});

test("Written bytes may be changed afterwards", async () => {
  const { client, connection } = await connectPair();
  const sent = bytes("before");
  await client.write(sent);
  sent.fill(0);
  assert.equal(await readText(connection), "before");
});

test("A writer waits for a slow reader", async () => {
  const { client, connection } = await connectPair();
  let isTaken = false;
  const written = client.write(new Uint8Array(1_000_000))
    .then(() => isTaken = true);
  await immediate();
  assert.equal(isTaken, false);
  await connection.read();
  await written;
});

test("A read waits for bytes", async () => {
  const { client, connection } = await connectPair();
  const reading = readText(connection);
  await immediate();
  await client.write(bytes("late"));
  assert.equal(await reading, "late");
});

test("Answers are received until the connection closes", async () => {
  const { client, connection, heard } = await connectPair();
  await connection.write(bytes("answer"));
  connection.close();
  await client.closed;
  assert.deepEqual(heard, ["answer"]);
});

test("A closed connection rejects writes", async () => {
  const { client, connection } = await connectPair();
  connection.close();
  await assert.rejects(client.write(bytes("lost")), /Broken pipe/);
});

test("close() of the client ends the connection for the server", async () => {
  const { client, connection } = await connectPair();
  await client.write(bytes("last"));
  client.close();
  await client.closed;
  assert.equal(await readText(connection), "last");
  assert.equal(await connection.read(), null);
});

test("A reset is an error, after the bytes before it", async () => {
  const { client, connection } = await connectPair();
  await client.write(bytes("last words"));
  client.reset();
  assert.equal(await readText(connection), "last words");
  await assert.rejects(connection.read(), /reset/);
  await assert.rejects(connection.write(bytes("answer")), /Broken pipe/);
});

test("A port has one listener, and is free when it closes", async () => {
  const runtime = new MemoryRuntime();
  const listener = await runtime.listen(3003);
  await assert.rejects(runtime.listen(3003), /in use/);
  listener.close();
  assert.equal(await listener.accept(), null);
  await assert.rejects(runtime.connect(3003, "lab"), /refused: lab:3003/);
  (await runtime.listen(3003)).close();
});

test("close() of a listener wakes accept(), and closes queued connections", async () => {
  const { listener } = await connectPair();
  const accepting = listener.accept();
  listener.close();
  assert.equal(await accepting, null);
});

test("An aborted attempt fails", async () => {
  const runtime = new MemoryRuntime();
  await runtime.listen(3003);
  await assert.rejects(
    runtime.connect(3003, "lab", undefined, AbortSignal.abort()),
    { name: "AbortError" },
  );
});

test("It has no threads, and no process to exit", () => {
  const runtime = new MemoryRuntime();
  assert.equal(runtime.threads(), 0);
  assert.throws(() => runtime.startWorker(), /no/);
  assert.throws(() => runtime.endAtOnce(1), /status 1/);
});
