import assert from "node:assert/strict";
import { test } from "node:test";
import { type Stream, StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../codec/values/limits.ts";
import { formatSchema, parseSchema } from "../../../codec/values/schema.ts";

function table(limits: Partial<Limits> = {}) {
  const defined: Stream[] = [];
  const streams = new StreamTable(
    { ...DEFAULT_LIMITS, ...limits },
    (stream) => defined.push(stream),
  );
  return { streams, defined };
}

const METADATA =
  "0 _experiment_metadata subject:string key:string value:string";

test("StreamTable knows schema 0 without being told", () => {
  const { streams, defined } = table();
  const stream = streams.get(0);
  assert(stream !== undefined);
  assert(stream.isMetadata);
  assert.equal(formatSchema(stream.schema), METADATA);
  assert.deepEqual(defined, [stream]);
});

test("StreamTable.define() numbers streams in their order", () => {
  const { streams, defined } = table();
  const a = streams.define(parseSchema("7 a x:int32"));
  const b = streams.define(parseSchema("2147483647 b x:int32"));
  assert.deepEqual([a.ordinal, b.ordinal], [1, 2]);
  assert.equal(streams.get(7), a);
  assert.equal(streams.get(2147483647), b);
  assert.equal(streams.get(1), undefined);
  assert.equal(defined.length, 3);
});

test("StreamTable.define() returns the stream that is there already", () => {
  const { streams, defined } = table();
  const stream = streams.define(parseSchema("1 a x:int32"));
  assert.equal(streams.define(parseSchema("1 a x:long")), stream);
  assert.equal(defined.length, 2);
});

test("StreamTable.define() binds an index anew", () => {
  const { streams } = table();
  streams.define(parseSchema("1 a x:int32"));
  const stream = streams.define(parseSchema("1 a x:double"));
  assert.equal(streams.get(1), stream);
  assert.equal(stream.ordinal, 2);
});

test("StreamTable takes measurements on stream 0 where it is told so", () => {
  const { streams } = table();
  assert(!streams.define(parseSchema("0 app_mp x:int32")).isMetadata);
  assert(streams.define(parseSchema(METADATA)).isMetadata);
});

test("StreamTable sees no commands under another index than 0", () => {
  const { streams } = table();
  const schema = parseSchema(METADATA.replace("0", "3"));
  assert(!streams.define(schema).isMetadata);
});

test("StreamTable.defineByText() defines, repeats and refuses", () => {
  const { streams } = table();
  const stream = streams.defineByText("1 a x:int32");
  assert.equal(streams.get(1), stream);
  assert.equal(streams.defineByText("1 a x:int32"), stream);
  assert.equal(streams.defineByText("no schema"), undefined);
});

test("StreamTable.defineByText() keeps schema 0 while it is metadata", () => {
  const { streams } = table();
  assert.equal(streams.defineByText("0 a x:int32"), undefined);
  assert.equal(streams.defineByText(METADATA), streams.get(0));
  streams.define(parseSchema("0 a x:int32"));
  assert.equal(streams.defineByText("0 b x:int32"), streams.get(0));
});

test("StreamTable counts definitions, also of one index", () => {
  const { streams } = table({ streams: 3 });
  for (const name of ["a", "b", "c"]) {
    streams.defineByText(`1 ${name} x:int32`);
  }
  assert.throws(() => streams.defineByText("1 d x:int32"), {
    name: "ProtocolError",
    code: "limit",
    message: "Cannot define more than 3 schemas on one connection",
  });
});

test("StreamTable.defineByText() refuses too many fields", () => {
  const { streams } = table({ fields: 1 });
  assert.equal(streams.defineByText("1 a x:int32 y:int32"), undefined);
});
