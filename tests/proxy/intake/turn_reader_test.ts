import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chunk, ChunkReader } from "../../../ports/chunk_reader.ts";
import type { Connection } from "../../../ports/runtime.ts";
import { TurnReader } from "../../../proxy/intake/turn_reader.ts";
import { ReadTurns } from "../../../proxy/spool/read_turns.ts";

const NOWHERE = { host: "", port: 0 };

/** A connection that always has a chunk of a buffer of eight bytes. */
class Source implements Connection {
  readonly local = NOWHERE;
  readonly peer = NOWHERE;
  /** Whether each read was allowed to read ahead. */
  readonly reads: (boolean | undefined)[] = [];
  #bytes: number;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  read(readsAhead?: boolean): Promise<Uint8Array> {
    this.reads.push(readsAhead);
    return Promise.resolve(new Uint8Array(8).subarray(0, this.#bytes));
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}
}

/** Whether the chunk arrives without another turn. */
async function isAtOnce(chunk: Promise<Chunk>): Promise<boolean> {
  const later = new Promise<false>((resolve) =>
    setTimeout(() => resolve(false), 50)
  );
  return await Promise.race([chunk.then(() => true), later]);
}

test("TurnReader reads a client that sends little once a turn, and not ahead", async () => {
  const turns = new ReadTurns();
  const source = new Source(3);
  const reader = new TurnReader(new ChunkReader(source), turns);
  await reader.nextOfTurn();
  await turns.next();
  await turns.next();
  await reader.nextOfTurn();
  assert.deepEqual(source.reads, [true, false]);
  const waiting = reader.nextOfTurn();
  assert.equal(await isAtOnce(waiting), false);
  const turn = turns.next();
  const chunk = await waiting;
  assert.equal(chunk.kind, "bytes");
  const next = reader.nextOfTurn();
  await turn;
  assert.deepEqual(source.reads, [true, false, false]);
  turns.end();
  await next;
});

test("TurnReader reads on at once when the buffer was full", async () => {
  const turns = new ReadTurns();
  const reader = new TurnReader(new ChunkReader(new Source(8)), turns);
  await turns.next();
  await turns.next();
  for (let i = 0; i < 3; i++) {
    assert.equal(await isAtOnce(reader.nextOfTurn()), true);
  }
});

test("TurnReader without turns reads always at once, and ahead", async () => {
  const source = new Source(3);
  const reader = new TurnReader(new ChunkReader(source), undefined);
  for (let i = 0; i < 3; i++) {
    assert.equal(await isAtOnce(reader.nextOfTurn()), true);
  }
  assert.deepEqual(source.reads, [true, true, true]);
});
