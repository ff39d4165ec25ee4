import assert from "node:assert/strict";
import { test } from "node:test";
import type { Connection, EarlyTaker } from "../../ports/runtime.ts";
import { ChunkReader } from "../../ports/chunk_reader.ts";

type Read = PromiseWithResolvers<Uint8Array | null>;

/** A connection whose reads the test answers. */
class ScriptedConnection implements Connection {
  readonly local = { host: "127.0.0.1", port: 2 };
  readonly peer = { host: "127.0.0.1", port: 1 };
  readonly reads: Read[] = [];
  arrive: EarlyTaker = (bytes) => bytes;

  read(): Promise<Uint8Array | null> {
    const read: Read = Promise.withResolvers();
    this.reads.push(read);
    return read.promise;
  }

  takeEarly(take: EarlyTaker): void {
    this.arrive = take;
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}
}

function setUp() {
  const connection = new ScriptedConnection();
  return { connection, chunks: new ChunkReader(connection) };
}

const bytes = new Uint8Array([1, 2]);

test("A reader returns the chunks of a connection, until its end", async () => {
  const { connection, chunks } = setUp();
  const first = chunks.next();
  connection.reads[0].resolve(bytes);
  assert.deepEqual(await first, { kind: "bytes", bytes });
  const second = chunks.next();
  connection.reads[1].resolve(null);
  assert.deepEqual(await second, { kind: "end" });
  assert.deepEqual(await chunks.next(), { kind: "end" });
});

test("A reader reports how a connection broke", async () => {
  const { connection, chunks } = setUp();
  const error = new Error("reset");
  const next = chunks.next();
  connection.reads[0].reject(error);
  assert.deepEqual(await next, { kind: "broken", error });
});

test("A reader reads only on request", async () => {
  const { connection, chunks } = setUp();
  const next = chunks.next();
  connection.reads[0].resolve(bytes);
  await next;
  assert.equal(connection.reads.length, 1);
});

test("A reader reports that no bytes arrive, and loses no later ones", async () => {
  const { connection, chunks } = setUp();
  assert.deepEqual(await chunks.next(1), { kind: "quiet" });
  connection.reads[0].resolve(bytes);
  assert.deepEqual(await chunks.next(1_000), { kind: "bytes", bytes });
  assert.equal(connection.reads.length, 1, "one read at a time");
});

test("stop() ends a pending call, and later ones", async () => {
  const { chunks } = setUp();
  const next = chunks.next();
  chunks.stop();
  assert.deepEqual(await next, { kind: "stopped" });
  assert.deepEqual(await chunks.next(), { kind: "stopped" });
});

test("A reader waits as long as a call is pending and no bytes arrive", async () => {
  const { connection, chunks } = setUp();
  assert.equal(chunks.waiting, false);
  const next = chunks.next();
  assert.equal(chunks.waiting, true);
  connection.reads[0].resolve(bytes);
  await next;
  assert.equal(chunks.waiting, false);
  assert.equal(chunks.waits, 1);
  chunks.next();
  assert.equal(chunks.waits, 2);
});

test("Chunks can be taken while a call is pending, which goes on waiting", async () => {
  const { connection, chunks } = setUp();
  const taken: Uint8Array[] = [];
  chunks.takeEarly((bytes) => {
    taken.push(bytes);
    return undefined;
  });
  assert.equal(connection.arrive(bytes), bytes, "no call is pending");
  const next = chunks.next();
  assert.equal(connection.arrive(bytes), undefined);
  assert.deepEqual(taken, [bytes]);
  assert.equal(chunks.bytes, 2);
  assert.equal(chunks.waits, 2, "the client is not idle");
  assert.equal(chunks.waiting, true);
  chunks.stop();
  assert.deepEqual(await next, { kind: "stopped" });
  assert.equal(connection.arrive(bytes), bytes, "it is stopped");
});

test("Chunks are not taken early if silence must be noticed", async () => {
  const { connection, chunks } = setUp();
  chunks.takeEarly(() => undefined);
  const next = chunks.next(1);
  assert.equal(connection.arrive(bytes), bytes);
  assert.deepEqual(await next, { kind: "quiet" });
});
