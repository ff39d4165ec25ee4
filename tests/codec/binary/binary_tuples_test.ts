import assert from "node:assert/strict";
import { test } from "node:test";
import { BinaryTuples } from "../../../codec/binary/binary_tuples.ts";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { body, bytes, packet, value } from "../../_support/packet.ts";
import { decodeBody, valuesOf } from "../_support/decode.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

function read(fields: string, content: Uint8Array): Call[] {
  const sink = new RecordingSink();
  const streams = new StreamTable(
    DEFAULT_LIMITS,
    (stream) => sink.define(stream),
  );
  streams.define(parseSchema(`1 m ${fields}`));
  sink.calls.length = 0;
  const source = bytes("<", content, ">");
  new BinaryTuples(streams, sink).packet(source, 1, source.length - 1);
  return sink.calls;
}

function reason(fields: string, content: Uint8Array): unknown {
  return read(fields, content).at(-1)?.[1];
}

function metadata(...texts: string[]): Uint8Array {
  return body({ stream: 0 }, ...texts.map((text) => value.string(text)));
}

test("BinaryTuples passes on a tuple's values between begin and end", () => {
  const content = body(
    { stream: 1, sequence: 7, time: [3 * 2 ** 28, 1] },
    value.int32(42),
    value.string("text"),
  );
  assert.deepEqual(read("a:int32 b:string", content), [
    ["begin", "m", 7, 1.5],
    ["integer", 42],
    ["text", "text"],
    ["end"],
  ]);
});

test("BinaryTuples returns the reason why a message is rejected", () => {
  const one = value.int32(1);
  assert.equal(
    reason("a:int32", body({ stream: 9 }, one)),
    "stream is not defined",
  );
  assert.equal(reason("a:int32", body({ stream: 1 })), "too few fields");
  assert.equal(
    reason("a:int32", body({ stream: 1 }, one, one)),
    "too many fields",
  );
  const late = bytes(1, 1, value.int32(1), value.nan(), one);
  assert.equal(reason("a:int32", late), "time stamp is not a number");
});

test("BinaryTuples cancels an incomplete tuple if a value is wrong", () => {
  const content = body({ stream: 1 }, value.int32(1), value.string("x"));
  assert.deepEqual(read("a:int32 b:int32", content).slice(0, -1), [
    ["begin", "m", 1, 0.5],
    ["integer", 1],
    ["cancel"],
  ]);
  assert.equal(
    reason("a:int32 b:int32", content),
    "field b is not a valid int32",
  );
});

test("BinaryTuples stores metadata", () => {
  assert.deepEqual(read("a:int32", metadata(".m", "unit", "m/s")), [
    ["begin", "_experiment_metadata", 1, 0.5],
    ["text", ".m"],
    ["text", "unit"],
    ["text", "m/s"],
    ["end"],
  ]);
});

test("BinaryTuples drops white space after metadata of the experiment", () => {
  const stored = (...texts: string[]) =>
    read("a:int32", metadata(...texts)).at(-2);
  assert.deepEqual(stored(".", "cmdline", " prog -a 1 \n"), [
    "text",
    " prog -a 1",
  ]);
  assert.deepEqual(stored(".", "k ", "\t "), ["text", ""]);
  assert.deepEqual(stored(".m", "unit", "m/s "), ["text", "m/s "]);
  const noText = bytes(
    body({ stream: 0 }, ...[".", "k"].map((text) => value.string(text))),
    value.int32(1),
  );
  noText[0] = 3;
  assert.equal(
    reason("a:int32", noText),
    "field value is not a valid string",
  );
});

test("BinaryTuples executes metadata that defines a stream", () => {
  const calls = read("a:int32", metadata(".", "schema", "2 n b:double"));
  assert.deepEqual(calls.slice(-2), [["cancel"], ["define", 2, "n"]]);
});

test("BinaryTuples rejects metadata that is an invalid schema, or a header", () => {
  assert.equal(
    reason("a:int32", metadata(".", "schema", "no")),
    "schema definition is wrong",
  );
  assert.equal(
    reason("a:int32", metadata(".", "content", "text")),
    "header key in metadata",
  );
});

test("BinaryTuples reads all types from a stream", () => {
  const fields = "a:int32 b:uint32 c:int64 d:uint64 e:double f:string g:blob " +
    "h:guid i:bool j:[int32] k:[uint64] l:[double] m:[bool]";
  const message = packet(
    { stream: 1 },
    value.long(-1),
    value.uint32(2 ** 32 - 1),
    value.int64(-(2n ** 63n)),
    value.uint64(2n ** 64n - 1n),
    value.double(2 ** 29, 2),
    value.string("é"),
    value.blob(bytes(0xaa, 0xaa, 0x01)),
    value.guid(1n),
    value.bool(true),
    value.vector(0x05, [[0, 0, 0, 1]]),
    value.vector(0x08, [[0, 0, 0, 0, 0, 0, 0, 1]]),
    value.vector(0x0f, [[0x40, 0, 0, 0, 0, 0, 0, 0]]),
    value.vector(0x0e, [0x0c, 0x0b]),
  );
  const values = valuesOf({ content: "binary", fields }, message, message);
  assert.equal(values.length, 2);
  assert.deepEqual(values[1], [
    -1,
    2 ** 32 - 1,
    -(2n ** 63n),
    2n ** 64n - 1n,
    2,
    "é",
    bytes(0xaa, 0xaa, 0x01),
    1n,
    true,
    [1],
    [1n],
    [2],
    [true, false],
  ]);
});

test("BinaryTuples skips line ends after the headers", () => {
  const { tuples, rejected } = decodeBody(
    { content: "binary", fields: "a:int32" },
    "\n\r\n",
    packet({ stream: 1 }, value.int32(1)),
  );
  assert.equal(tuples.length, 1);
  assert.deepEqual(rejected, []);
});

test("BinaryTuples rejects garbage with its own reason", () => {
  const { tuples, rejected } = decodeBody(
    { content: "binary", fields: "a:int32" },
    "junk",
    packet({ stream: 1 }, value.int32(1)),
    packet({ stream: 1 }, value.int32(1)).subarray(0, 9),
  );
  assert.equal(tuples.length, 1);
  assert.deepEqual(rejected.map((each) => each[0]), [
    "not a message",
    "not a message",
  ]);
});
