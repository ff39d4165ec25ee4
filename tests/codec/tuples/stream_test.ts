import assert from "node:assert/strict";
import { test } from "node:test";
import { Reason } from "../../../codec/tuples/reasons.ts";
import { type Stream, StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../codec/values/limits.ts";
import { formatSchema, parseSchema } from "../../../codec/values/schema.ts";

function table(limits: Partial<Limits> = {}) {
  const defined: Stream[] = [];
  const streams = new StreamTable(
    { ...DEFAULT_LIMITS, ...limits },
    (stream) => {
      defined.push(stream);
    },
  );
  return { streams, defined };
}

const METADATA =
  "0 _experiment_metadata subject:string key:string value:string";

test("StreamTable has schema 0 from the start", () => {
  const { streams, defined } = table();
  const stream = streams.get(0);
  assert(stream !== undefined);
  assert(stream.isMetadata);
  assert.equal(formatSchema(stream.schema), METADATA);
  assert.deepEqual(defined, [stream]);
});

test("StreamTable.define() numbers streams in order", () => {
  const { streams, defined } = table();
  assert.equal(streams.define(parseSchema("7 a x:int32")), undefined);
  assert.equal(streams.define(parseSchema("2147483647 b x:int32")), undefined);
  assert.deepEqual(defined.map(({ ordinal }) => ordinal), [0, 1, 2]);
  assert.equal(streams.get(7), defined[1]);
  assert.equal(streams.get(2147483647), defined[2]);
  assert.equal(streams.get(1), undefined);
});

test("StreamTable.define() ignores an existing stream", () => {
  const { streams, defined } = table();
  streams.define(parseSchema("1 a x:int32"));
  streams.define(parseSchema("1 a x:long"));
  assert.equal(streams.get(1), defined[1]);
  assert.equal(defined.length, 2);
});

test("StreamTable.define() rebinds an index", () => {
  const { streams, defined } = table();
  streams.define(parseSchema("1 a x:int32"));
  streams.define(parseSchema("1 a x:double"));
  assert.equal(streams.get(1), defined[2]);
});

test("StreamTable accepts measurements on stream 0 if so defined", () => {
  const { streams } = table();
  streams.define(parseSchema("0 app_mp x:int32"));
  assert.equal(streams.get(0)?.isMetadata, false);
  streams.define(parseSchema(METADATA));
  assert.equal(streams.get(0)?.isMetadata, true);
});

test("StreamTable accepts commands only under index 0", () => {
  const { streams } = table();
  streams.define(parseSchema(METADATA.replace("0", "3")));
  assert.equal(streams.get(3)?.isMetadata, false);
});

test("StreamTable.defineByText() defines, repeats and rejects", () => {
  const { streams, defined } = table();
  assert.equal(streams.defineByText("1 a x:int32"), undefined);
  assert.equal(streams.defineByText("1 a x:int32"), undefined);
  assert.equal(streams.get(1), defined[1]);
  assert.equal(streams.defineByText("no schema"), Reason.badSchema);
  assert.equal(streams.redefined, 2);
});

test("StreamTable.defineByText() keeps schema 0 while it is metadata", () => {
  const { streams, defined } = table();
  assert.equal(streams.defineByText("0 a x:int32"), Reason.badSchema);
  assert.equal(streams.defineByText(METADATA), undefined);
  assert.equal(streams.get(0), defined[0]);
  streams.define(parseSchema("0 a x:int32"));
  assert.equal(streams.defineByText("0 b x:int32"), undefined);
  assert.equal(streams.get(0)?.schema.name, "b");
});

test("StreamTable rejects more streams than the limit, not counting repetitions", () => {
  const { streams } = table({ streams: 3 });
  for (const name of ["a", "b", "c", "c"]) {
    assert.equal(streams.defineByText(`1 ${name} x:int32`), undefined);
  }
  const fourth = parseSchema("2 d x:int32");
  assert.equal(streams.define(fourth), Reason.tooManyStreams);
  assert.equal(
    streams.defineByText("2 d x:int32"),
    Reason.tooManyStreams,
  );
  assert.equal(streams.get(1)?.schema.name, "c");
  assert.equal(streams.get(2), undefined);
});

test("StreamTable rejects more bytes of definitions than the limit", () => {
  const one = "1 a x:int32";
  const { streams } = table({ definitionBytes: 2 * one.length });
  assert.equal(streams.defineByText(one), undefined);
  const long = `2 b ${"y".repeat(one.length)}:int32`;
  assert.equal(streams.defineByText(long), Reason.tooLongDefinitions);
  assert.equal(streams.defineByText("3 c x:int32"), undefined);
  assert.equal(streams.defineByText(one), undefined);
  assert.equal(
    streams.defineByText("4 d x:int32"),
    Reason.tooLongDefinitions,
  );
});

test("StreamTable has no stream at an index whose new definition is rejected", () => {
  const { streams } = table({ streams: 1, fields: 2 });
  streams.defineByText("1 a x:int32");
  const reason = streams.defineByText("1 b x:int32");
  assert.equal(reason, Reason.tooManyStreams);
  assert.equal(streams.get(1), undefined, "b's tuples are not a's");
});

test("StreamTable rejects streams for which the sink has no room", () => {
  const streams = new StreamTable(
    DEFAULT_LIMITS,
    ({ schema }) => schema.name === "full" ? Reason.tooManyTables : undefined,
  );
  assert.equal(streams.defineByText("1 full x:int32"), Reason.tooManyTables);
  assert.equal(streams.get(1), undefined);
  assert.equal(streams.defineByText("1 a x:int32"), undefined);
});

test("StreamTable.defineByText() rejects too many fields", () => {
  const { streams } = table({ fields: 1 });
  const reason = streams.defineByText("1 a x:int32 y:int32");
  assert.equal(reason, Reason.badSchema);
});

test("Whether a tuple counts as a definition depends on no limit", () => {
  const texts = ["1 a x:int32", "2 b x:int32 y:int32", "3 c x:int32", "none"];
  const few = table({ streams: 1, fields: 1, definitionBytes: 20 }).streams;
  const many = table().streams;
  for (const text of texts) {
    few.defineByText(text);
    many.defineByText(text);
    assert.equal(few.redefined, many.redefined, text);
  }
  assert.equal(few.redefined, 3);
});

test("StreamTable accepts no definition of more than 64 KiB of text", () => {
  const { streams } = table({ fields: 100_000 });
  const fields = Array.from({ length: 6_000 }, (_, i) => `f${i}:int32`);
  const reason = streams.defineByText(`1 a ${fields.join(" ")}`);
  assert.equal(reason, Reason.badSchema);
  assert.equal(streams.redefined, 0);
});
