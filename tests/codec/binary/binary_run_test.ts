import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BinaryRun } from "../../../codec/binary/binary_run.ts";
import { BinaryTuples } from "../../../codec/binary/binary_tuples.ts";
import { BinaryValues } from "../../../codec/binary/binary_values.ts";
import { BinaryPackets } from "../../../codec/frames/binary_packets.ts";
import { TupleEncoder } from "../../../codec/streams/tuple_encoder.ts";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema, type Schema } from "../../../codec/values/schema.ts";
import { bytes, packet, value } from "../../_support/packet.ts";
import { tuples } from "../_support/arbitraries.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

function setUp(schema: Schema) {
  const sink = new RecordingSink();
  const streams = new StreamTable(DEFAULT_LIMITS, () => {});
  streams.define(schema);
  return { sink, streams };
}

/** The number of bytes that a run reads, and the number of its tuples. */
function read(schema: string, source: Uint8Array): [number, number] {
  const { sink, streams } = setUp(parseSchema(schema));
  const run = new BinaryRun(streams, sink, new BinaryValues(sink));
  const end = run.read(source, 0, source.length);
  return [end, sink.kept().filter(([name]) => name === "end").length];
}

const SEVEN = packet({ stream: 1, sequence: 3 }, value.int32(7));

test("BinaryRun.read() reads successive messages", () => {
  const source = bytes(SEVEN, SEVEN);
  assert.deepEqual(read("1 m a:int32", source), [source.length, 2]);
});

test("BinaryRun.read() reads values of every type except blobs and vectors", () => {
  const source = packet(
    { stream: 1 },
    ...[value.long(-1), value.uint32(2 ** 32 - 1), value.int64(-(2n ** 63n))],
    ...[value.uint64(2n ** 64n - 1n), value.double(2 ** 29, 2), value.nan()],
    ...[value.string("é"), value.guid(2n ** 63n), value.bool(false)],
  );
  const fields = "a:int32 b:uint32 c:int64 d:uint64 e:double f:double " +
    "g:string h:guid i:bool";
  assert.deepEqual(read(`1 m ${fields}`, source), [source.length, 1]);
});

test("BinaryRun.read() stops at blobs and vectors, which may be long", () => {
  const blob = packet({ stream: 1 }, value.blob(bytes("a")));
  assert.deepEqual(read("1 m a:blob", blob), [0, 0]);
  const vector = packet({ stream: 1 }, value.vector(0x05, []));
  assert.deepEqual(read("1 m a:[int32]", vector), [0, 0]);
});

test("BinaryRun.read() stops at an incomplete message", () => {
  const source = bytes(SEVEN, SEVEN);
  for (let cut = 1; cut < SEVEN.length; cut++) {
    const part = source.subarray(0, source.length - cut);
    assert.deepEqual(read("1 m a:int32", part), [SEVEN.length, 1]);
  }
});

test("BinaryRun.read() stops before the first message that is not plain", () => {
  const changed = (at: number, byte: number) => SEVEN.with(at, byte);
  const odd = {
    "no sync byte": changed(1, 0),
    "a long message": changed(2, 2),
    "a byte too few": changed(4, SEVEN[4] - 1),
    "a byte too many": bytes(changed(4, SEVEN[4] + 1), 0),
    "too short for a body": changed(4, 12),
    "too many fields": changed(5, 2),
    "an undefined stream": changed(6, 9),
    "a sequence number of no int32": changed(7, 6),
    "no time": changed(12, 3),
    "a value of another type": changed(18, 6),
    "metadata": changed(6, 0),
  };
  for (const [what, other] of Object.entries(odd)) {
    const source = bytes(SEVEN, other, SEVEN);
    assert.deepEqual(read("1 m a:int32", source), [SEVEN.length, 1], what);
  }
});

test("BinaryRun.read() does not read values beyond their message", () => {
  const string = packet({ stream: 1 }, bytes(0x04, 200));
  const source = bytes(string, new Uint8Array(300));
  assert.deepEqual(read("1 m a:string", source), [0, 0]);
});

/** The calls for a body: by runs, or by whole messages only. */
function decode(
  schema: Schema,
  chunks: readonly Uint8Array[],
  inRuns: boolean,
): Call[] {
  const { sink, streams } = setUp(schema);
  const messages = new BinaryTuples(streams, sink);
  const packet = messages.packet.bind(messages);
  const garbage = messages.garbage.bind(messages);
  const frames = new BinaryPackets(
    inRuns ? messages : { packet, garbage },
    DEFAULT_LIMITS.messageBytes,
  );
  for (const chunk of chunks) frames.push(chunk);
  frames.end();
  return sink.kept();
}

test("Messages have the same values in runs or one by one, however damaged or split", () => {
  const connection = fc.record({
    sent: tuples({ protocol: 5, content: "binary" }),
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
      const chunks = [source.slice(0, cut), source.slice(cut)];
      const { schema } = sent[0];
      const oneByOne = decode(schema, [source], false);
      assert.deepEqual(decode(schema, [source], true), oneByOne);
      assert.deepEqual(decode(schema, chunks, true), oneByOne);
    }),
    { numRuns: 200 },
  );
});
