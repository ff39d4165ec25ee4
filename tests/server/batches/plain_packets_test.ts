import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TupleEncoder } from "../../../codec/streams/tuple_encoder.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { BinaryPackets } from "../../../codec/frames/binary_packets.ts";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { PlainPackets } from "../../../server/batches/plain_packets.ts";
import { ConversionCounter } from "../../../server/batches/conversion_counter.ts";
import { RowSink } from "../../../server/batches/row_sink.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import { tuples } from "../../codec/_support/arbitraries.ts";
import { bytes } from "../../_support/packet.ts";
import { store } from "../_support/two_ways.ts";

/** A message of stream 1 at 0.5 s, sequence number 3. */
function message(...values: readonly (readonly number[])[]): Uint8Array {
  const body = [
    ...[values.length, 1, 5, 0, 0, 0, 3, 2, 0x20, 0, 0, 0, 0],
    ...values.flat(),
  ];
  return Uint8Array.of(0xaa, 0xaa, 1, 0, body.length, ...body);
}

const SEVEN = [5, 0, 0, 0, 7];

/** How many bytes the quick way reads of `source`, and what it stores. */
function read(schema: string, source: Uint8Array): [number, number] {
  const table = new TableBatch(0, parseSchema(schema));
  const rows = new RowSink({
    table: () => table,
    touched: () => undefined,
    reject: () => undefined,
    conversion: (key) => new ConversionCounter(key, { bytes: 0 }),
    beyondSigned: () => undefined,
  }, { senderId: 1, timeOffset: 0 });
  const streams = new StreamTable(
    DEFAULT_LIMITS,
    (stream) => rows.define(stream),
  );
  streams.define(parseSchema(schema));
  const packets = new PlainPackets(streams, rows);
  return [packets.read(source, 0, source.length), rows.kept];
}

test("PlainPackets.read() reads message after message", () => {
  const source = bytes(message(SEVEN), message(SEVEN));
  assert.deepEqual(read("1 m a:int32", source), [source.length, 2]);
});

test("PlainPackets.read() leaves a message that is cut", () => {
  const whole = message(SEVEN);
  const source = bytes(whole, message(SEVEN));
  for (let cut = 1; cut < whole.length; cut++) {
    const part = source.subarray(0, source.length - cut);
    assert.deepEqual(read("1 m a:int32", part), [whole.length, 1]);
  }
});

test("PlainPackets.read() stops before the first message that is not plain", () => {
  const plain = message(SEVEN);
  const changed = (at: number, byte: number) => plain.with(at, byte);
  const odd = {
    "no sync byte": changed(1, 0),
    "a long message": changed(2, 2),
    "a byte too few": changed(4, plain[4] - 1),
    "a byte too many": bytes(changed(4, plain[4] + 1), new Uint8Array(1)),
    "too many fields": changed(5, 2),
    "an undefined stream": changed(6, 9),
    "a sequence number of no int32": changed(7, 6),
    "no time": changed(12, 3),
    "a value of another type": changed(18, 6),
    "metadata": changed(6, 0),
  };
  for (const [what, other] of Object.entries(odd)) {
    const source = bytes(plain, other, plain);
    assert.deepEqual(read("1 m a:int32", source), [plain.length, 1], what);
  }
});

test("An unsigned value with the top bit set is left to the plain way", () => {
  const source = message([8, 0x80, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(read("1 m a:uint64", source), [0, 0]);
});

test("Values never reach beyond their message", () => {
  const string = message([4, 200]);
  const source = bytes(string, new Uint8Array(300));
  assert.deepEqual(read("1 m a:string", source), [0, 0]);
});

test("A smaller limit than short messages can have is kept", () => {
  const packets = new BinaryPackets({
    packets: () => assert.fail("the limit was not looked at"),
    packet: () => undefined,
    garbage: () => undefined,
  }, 100);
  packets.push(message(SEVEN));
});

test("Messages become the same rows, quick or call by call, however broken or cut", () => {
  const form = { protocol: 5, content: "binary" } as const;
  const connection = fc.record({
    sent: tuples(form),
    damage: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), {
      maxLength: 3,
    }),
    cut: fc.nat({ max: 1_000 }),
  });
  fc.assert(
    fc.property(connection, ({ sent, damage, cut }) => {
      const encoder = new TupleEncoder({ content: "binary" });
      for (const tuple of sent) encoder.push(tuple);
      const source = encoder.take();
      for (const [at, byte] of damage) source[at % source.length] = byte;
      const body = { ...form, schemas: [sent[0].schema] };
      const chunks = [source.slice(0, cut), source.slice(cut)];
      const plain = store(body, [source], false);
      assert.deepEqual(store(body, [source], true), plain);
      assert.deepEqual(store(body, chunks, true), plain);
    }),
    { numRuns: 200 },
  );
});
