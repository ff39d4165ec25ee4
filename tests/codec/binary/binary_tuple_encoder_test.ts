import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import { BinaryTupleEncoder } from "../../../codec/binary/binary_tuple_encoder.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import type { Tuple } from "../../../codec/values/tuple.ts";
import { body, frame, packet, value } from "../../_support/packet.ts";

function encode(...tuples: Partial<Tuple>[]): Uint8Array {
  const writer = new ByteWriter();
  const encoder = new BinaryTupleEncoder(writer);
  for (const tuple of tuples) {
    encoder.push({
      schema: parseSchema("1 m a:int32"),
      sequence: 1,
      timestamp: 0.5,
      values: [42],
      ...tuple,
    });
  }
  return writer.take();
}

function blobTuple(size: number): Partial<Tuple> {
  return {
    schema: parseSchema("1 m a:blob"),
    values: [new Uint8Array(size).fill(0xaa)],
  };
}

test("BinaryTupleEncoder writes a message with the short header", () => {
  assert.deepEqual(encode({}), packet({ stream: 1 }, value.int32(42)));
  assert.deepEqual(
    encode({ sequence: -7, timestamp: 1.5 }),
    packet(
      { stream: 1, sequence: -7, time: [3 * 2 ** 28, 1] },
      value.int32(42),
    ),
  );
});

test("BinaryTupleEncoder uses the long header only if necessary", () => {
  const most = 0xffff - 18;
  for (const size of [most, most + 1, 100_000]) {
    const content = body(
      { stream: 1 },
      value.blob(new Uint8Array(size).fill(0xaa)),
    );
    const kind = size > most ? 2 : 1;
    assert.deepEqual(encode(blobTuple(size)), frame(content, { kind }));
  }
});

test("BinaryTupleEncoder writes successive messages", () => {
  const long = encode(blobTuple(70_000));
  const short = encode({});
  const all = encode(blobTuple(70_000), {}, blobTuple(70_000));
  assert.equal(all.length, 2 * long.length + short.length);
  assert.deepEqual(
    all.subarray(long.length, long.length + short.length),
    short,
  );
  assert.deepEqual(all.subarray(-long.length), long);
});

test("BinaryTupleEncoder rejects numbers that do not fit into one byte", () => {
  const fields = Array.from({ length: 256 }, (_, i) => `f${i}:bool`);
  const schema = parseSchema(`1 m ${fields.join(" ")}`);
  const values = fields.map(() => true);
  assert.throws(() => encode({ schema, values }), {
    name: "EncodeError",
    message:
      "Cannot encode a tuple of stream m: 256 fields are over 255, split it or send text",
  });
  assert.throws(() => encode({ schema: parseSchema("256 m a:int32") }), {
    name: "EncodeError",
    message:
      "Cannot encode a tuple of stream m: index 256 is over 255, lower it or send text",
  });
  const most = parseSchema(`255 m ${fields.slice(1).join(" ")}`);
  assert.equal(encode({ schema: most, values: values.slice(1) })[6], 255);
});

test("BinaryTupleEncoder rejects a time stamp that would become NaN", () => {
  for (const timestamp of [1e300, 1e-300]) {
    assert.throws(() => encode({ timestamp }), {
      name: "EncodeError",
      message: /timestamp 1e[+-]300 has no binary form, give seconds/,
    });
  }
});
