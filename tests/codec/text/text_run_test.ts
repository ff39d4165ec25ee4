import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { TextRun } from "../../../codec/text/text_run.ts";
import { TextTuple } from "../../../codec/text/text_tuple.ts";
import { TextValues } from "../../../codec/text/text_values.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

const FIELDS = "a:int32 b:string c:double d:uint64 e:bool f:guid";

function setUp(version = 5) {
  const sink = new RecordingSink();
  const define = (stream: Parameters<RecordingSink["define"]>[0]) =>
    sink.define(stream);
  const streams = new StreamTable(DEFAULT_LIMITS, define);
  streams.define(parseSchema(`1 m ${FIELDS}`));
  streams.define(parseSchema("2 n v:[int32]"));
  sink.calls.length = 0;
  const values = new TextValues(sink, version);
  const run = new TextRun(streams, sink, values);
  const tuple = new TextTuple(streams, sink, values);
  return { sink, run, tuple };
}

/** The calls for tuples that were not given up. */
function kept(calls: readonly Call[]): Call[] {
  const result: Call[] = [];
  for (const call of calls) {
    if (call[0] !== "cancel") result.push(call);
    else result.length = result.findLastIndex(([name]) => name === "begin");
  }
  return result;
}

const PLAIN = "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\n";

test("TextRun.read() gives the tuples of plain lines", () => {
  const { sink, run } = setUp();
  const source = bytes(PLAIN, PLAIN);
  assert.equal(run.read(source, 0, source.length), source.length);
  const one = [
    ["begin", "m", 3, 0.5],
    ["integer", -4],
    ["text", "text"],
    ["double", 2.25],
    ["integer", 5],
    ["bool", true],
    ["guid", 0, 6],
    ["end"],
  ];
  assert.deepEqual(sink.calls, [...one, ...one]);
});

test("TextRun.read() stops before the first line that is not plain", () => {
  for (
    const odd of [
      "\n",
      "x\n",
      "0.5\n",
      "0.5\t1\n",
      "0.5\t1\t3\n",
      "0.5\t9\t3\t1\n",
      "0.5\t-1\t3\t1\n",
      "0.5\t0\t3\t.\tk\tv\n",
      "0.5\t2\t3\t1 7\n",
      "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\n",
      "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7\n",
      "0.5\t1\t3\t-4\tesc\\tape\t2.25\t5\tT\t6\n",
      "0.5\t1\t3\t-4\ttext\0\t2.25\t5\tT\t6\n",
      "0.5\t1\t3\t-4\ttext\t1e3\t5\tT\t6\n",
      "0.5\t1\t3\t9999999999\ttext\t1\t5\tT\t6\n",
    ]
  ) {
    const { sink, run } = setUp();
    const source = bytes(PLAIN, odd, PLAIN);
    assert.equal(run.read(source, 0, source.length), PLAIN.length, odd);
    assert.equal(kept(sink.calls).filter(([name]) => name === "end").length, 1);
  }
});

test("TextRun.read() agrees with TextTuple.read() on every line it takes", () => {
  const word = fc.oneof(
    fc.integer().map(String),
    fc.double().map(String),
    fc.constantFrom(
      "",
      "T",
      "fal",
      "1\r",
      " 1",
      "0x1",
      "-0",
      "é",
      "18446744073709551615",
    ),
    fc.string({ maxLength: 6 }).map((text) => text.replace(/[\t\n]/g, "")),
  );
  const line = fc.tuple(
    fc.oneof(fc.double({ noNaN: true }).map(String), word),
    fc.oneof(fc.constantFrom("1", "2", "01"), word),
    fc.array(word, { minLength: 5, maxLength: 8 }),
  ).map(([time, stream, fields]) => [time, stream, ...fields].join("\t"));
  fc.assert(fc.property(line, fc.constantFrom(3, 5), (text, version) => {
    const quick = setUp(version);
    const source = bytes(`${text}\n`);
    if (quick.run.read(source, 0, source.length) === 0) return;
    const slow = setUp(version);
    const end = source.length - 1;
    assert.equal(slow.tuple.read(source, 0, end, true), undefined);
    assert.deepEqual(quick.sink.calls, slow.sink.calls);
  }));
});
