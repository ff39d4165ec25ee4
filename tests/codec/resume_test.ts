import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderLines } from "../../codec/headers/session_header.ts";
import { TupleDecoder } from "../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { bytes, packet, value } from "../_support/packet.ts";
import { type Call, RecordingSink } from "./_support/recording_sink.ts";

function decoder(...lines: string[]) {
  const header = new HeaderLines(DEFAULT_LIMITS);
  const schemas = ["schema: 1 m a:int32", "schema: 2 n b:blob"];
  for (const line of ["domain: d", ...schemas, ...lines]) header.line(line);
  const sink = new RecordingSink();
  return { sink, decoder: new TupleDecoder(header.finish(), sink) };
}

/** The accepted tuples, and the rejected samples. */
function outcome(calls: readonly Call[]): Call[] {
  const kept: Call[] = [];
  let tuple: Call[] = [];
  for (const call of calls) {
    if (call[0] === "begin") tuple = [];
    tuple.push(call);
    if (call[0] === "end" || call[0] === "reject") kept.push(...tuple);
    if (call[0] === "end" || call[0] === "cancel") tuple = [];
    if (call[0] === "reject") tuple = [];
  }
  return kept.filter(([name]) => name !== "define");
}

/** Decodes a body that breaks at `cut` and is resumed. */
function resumed(body: Uint8Array, cut: number, lines: readonly string[]) {
  const first = decoder(...lines);
  first.decoder.push(body.slice(0, cut));
  const { consumed } = first.decoder;
  const definitions = first.sink.redefinitions;
  const second = decoder(...lines);
  for (const raw of definitions) second.decoder.push(raw);
  assert.deepEqual(outcome(second.sink.calls), [], "definitions store nothing");
  const size = definitions.reduce((sum, raw) => sum + raw.length, 0);
  assert.equal(second.decoder.consumed, size);
  second.decoder.push(body.slice(consumed));
  second.decoder.end();
  return [...outcome(first.sink.calls), ...outcome(second.sink.calls)];
}

function testEveryCut(body: Uint8Array, ...lines: string[]): void {
  const whole = decoder(...lines);
  whole.decoder.push(body);
  assert.equal(whole.decoder.consumed, body.length);
  whole.decoder.end();
  for (let cut = 0; cut <= body.length; cut++) {
    const calls = resumed(body, cut, lines);
    assert.deepEqual(calls, outcome(whole.sink.calls), `cut at ${cut}`);
  }
}

const PIECE = "QUJD".repeat(15);
const TEXT = [
  "1\t1\t1\t42",
  "1\t9\t1\t42",
  "1\t0\t1\t.\tschema\t9 late x:string",
  "1\t0\t1\t.\tschema\tno schema at all",
  "1\t0\t2\tsome\tother\tmetadata",
  "2\t9\t1\tnow it is defined",
  `3\t2\t1\t${PIECE}`,
  PIECE,
  "QUI=",
  "1\t0\t3\t.\tschema\t1 m a:double",
  "1\t0\t4\t.\tschema\t1 m a:double",
  "",
  "4\t1\t2\t0.5",
  "5\t1\t3\t1.5",
  "",
];

test("A text stream can be resumed where it was consumed, wherever it broke", () => {
  testEveryCut(bytes(TEXT.join("\n")));
});

test("A text stream with CRLF can be resumed, too", () => {
  testEveryCut(bytes(TEXT.join("\r\n")), "x: y\r");
});

test("A binary stream can be resumed where it was consumed, wherever it broke", () => {
  const define = (text: string) =>
    packet({ stream: 0 }, ...[".", "schema", text].map(value.string));
  testEveryCut(
    bytes(
      packet({ stream: 1 }, value.int32(42)),
      packet({ stream: 9 }, value.int32(42)),
      define("9 late x:string"),
      define("no schema at all"),
      packet({ stream: 9 }, value.string("now it is defined")),
      define("9 late x:string"),
      packet({ stream: 1 }, value.string("of another type")),
      packet({ stream: 1 }, value.int32(43)),
    ),
    "content: binary",
  );
});
