import assert from "node:assert/strict";
import { test } from "node:test";
import { Reason } from "../../../codec/tuples/reasons.ts";
import type { SessionHeader } from "../../../codec/headers/session_header.ts";
import { TupleDecoder } from "../../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { bytes, packet, value } from "../../_support/packet.ts";
import { readAtEveryCut } from "../_support/cuts.ts";
import { RecordingSink } from "../_support/recording_sink.ts";

function header(fields: Partial<SessionHeader> = {}): SessionHeader {
  return {
    protocol: 5,
    domain: "d",
    startTime: undefined,
    senderId: undefined,
    appName: undefined,
    content: "text",
    resume: undefined,
    arrivals: undefined,
    schemas: [parseSchema("1 m a:int32"), parseSchema("2 n b:blob")],
    crlf: false,
    ignored: [],
    ...fields,
  };
}

function read(fields: Partial<SessionHeader>, content: Uint8Array) {
  return readAtEveryCut(content, (chunks) => {
    const sink = new RecordingSink();
    const decoder = new TupleDecoder(header(fields), sink);
    for (const chunk of chunks) decoder.push(chunk);
    decoder.end();
    return sink.calls;
  });
}

test("TupleDecoder defines schema 0, then those of the headers", () => {
  const sink = new RecordingSink();
  new TupleDecoder(header(), sink);
  assert.deepEqual(sink.calls, [
    ["define", 0, "_experiment_metadata"],
    ["define", 1, "m"],
    ["define", 2, "n"],
  ]);
});

test("TupleDecoder decodes text", () => {
  assert.deepEqual(read({}, bytes("1\t1\t1\t42\n")).slice(3), [
    ["begin", "m", 1, 1],
    ["integer", 42],
    ["end"],
  ]);
});

test("TupleDecoder decodes binary messages", () => {
  const content = packet({ stream: 1 }, value.int32(42));
  assert.deepEqual(read({ content: "binary" }, content).slice(3), [
    ["begin", "m", 1, 0.5],
    ["integer", 42],
    ["end"],
  ]);
});

test("TupleDecoder decodes streams defined by metadata", () => {
  const calls = read(
    {},
    bytes(
      "1\t7\t1\t1\n",
      "1\t0\t1\t.\tschema\t7 late x:bool\n",
      "1\t7\t1\tT\n",
      "1\t0\t2\t.\tschema\t7 later x:string\n",
      "1\t7\t1\tT\n",
    ),
  ).slice(3);
  assert.deepEqual(calls.filter((call) => call[0] !== "text"), [
    ["reject", "stream is not defined", undefined, "1\t7\t1\t1"],
    ["begin", "_experiment_metadata", 1, 1],
    ["cancel"],
    ["define", 3, "late"],
    ["begin", "late", 1, 1],
    ["bool", true],
    ["end"],
    ["begin", "_experiment_metadata", 2, 1],
    ["cancel"],
    ["define", 4, "later"],
    ["begin", "later", 1, 1],
    ["end"],
  ]);
});

test("TupleDecoder accepts measurements on stream 0 if so declared", () => {
  const schemas = [parseSchema("0 app_mp x:int32")];
  assert.deepEqual(read({ schemas }, bytes("1\t0\t1\t5\n")).slice(1), [
    ["define", 1, "app_mp"],
    ["begin", "app_mp", 1, 1],
    ["integer", 5],
    ["end"],
  ]);
});

test("TupleDecoder.idle() completes a waiting tuple", () => {
  const sink = new RecordingSink();
  const decoder = new TupleDecoder(header(), sink);
  assert(!decoder.holding);
  decoder.push(bytes(`1\t2\t1\t${"QUFB".repeat(15)}\n`));
  assert(decoder.holding);
  assert.equal(sink.named("end").length, 0);
  decoder.idle();
  assert(!decoder.holding);
  assert.equal(sink.named("end").length, 1);
});

test("TupleDecoder holds nothing in binary", () => {
  const decoder = new TupleDecoder(
    header({ content: "binary" }),
    new RecordingSink(),
  );
  decoder.push(packet({ stream: 2 }, value.blob(new Uint8Array(45))));
  decoder.idle();
  assert(!decoder.holding);
});

test("TupleDecoder checks messages against the limit", () => {
  const limits = { ...DEFAULT_LIMITS, messageBytes: 20 };
  for (const content of ["text", "binary"] as const) {
    const decoder = new TupleDecoder(
      header({ content }),
      new RecordingSink(),
      limits,
    );
    const long = packet({ stream: 1 }, value.string("long"), value.int32(1));
    assert.throws(() => decoder.push(bytes(long, "x".repeat(21))), {
      name: "ProtocolError",
      code: "limit",
    });
  }
});

test("TupleDecoder has consumed only what precedes a line above a limit", () => {
  const good = "1\t1\t1\t5\n";
  const past = `1\t2\t1\t${"x".repeat(30)}\n`;
  const limits = { ...DEFAULT_LIMITS, messageBytes: 20 };
  for (const rest of [[good + past + good], [good, past + good]]) {
    const sink = new RecordingSink();
    const decoder = new TupleDecoder(header(), sink, limits);
    assert.throws(() => rest.forEach((text) => decoder.push(bytes(text))));
    assert.equal(sink.calls.filter(([call]) => call === "end").length, 1);
    assert.equal(decoder.consumed, good.length);
  }
});

test("TupleDecoder rejects only the definitions above a limit, also in the headers", () => {
  const sink = new RecordingSink();
  const limits = { ...DEFAULT_LIMITS, streams: 1 };
  const decoder = new TupleDecoder(header(), sink, limits);
  const [[, reason, , raw]] = sink.named("reject");
  assert.equal(reason, Reason.tooManyStreams);
  assert.match(String(raw), /^schema: 2 /);
  const past = "1\t0\t1\t.\tschema\t3 o a:int32\n";
  decoder.push(bytes(past + "1\t3\t1\t5\n1\t1\t1\t5\n"));
  assert.deepEqual(
    sink.named("reject").map(([, why]) => why).slice(1),
    [Reason.tooManyStreams, Reason.undefinedStream],
  );
  assert.equal(sink.calls.filter(([call]) => call === "end").length, 1);
});
