import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { TextTuples } from "../../../codec/text/text_tuples.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";
import { decodeBody } from "../_support/decode.ts";
import { RecordingSink } from "../_support/recording_sink.ts";

/** Pieces of a blob of A's, as OML4R breaks it; some of its bytes. */
const PIECE = "QUFB".repeat(15);
const A45 = new Uint8Array(45).fill(0x41);
const A90 = new Uint8Array(90).fill(0x41);

function make(fields: string, { crlf = false, messageBytes = 1000 } = {}) {
  const sink = new RecordingSink();
  const streams = new StreamTable(DEFAULT_LIMITS, () => {});
  streams.define(parseSchema(`1 m ${fields}`));
  const tuples = new TextTuples(streams, sink, {
    version: 5,
    crlf,
    messageBytes,
  });
  const line = (text: string) => {
    const source = bytes(text);
    tuples.line(source, 0, source.length);
  };
  return { sink, tuples, line };
}

test("TextTuples skips empty lines", () => {
  const { sink, line } = make("a:int32", { crlf: true });
  line("");
  line("\r");
  assert.deepEqual(sink.calls, []);
});

test("TextTuples drops one CR if the headers ended in CRLF", () => {
  const { rejected, tuples } = decodeBody(
    { fields: "a:string", newline: "\r\n" },
    "1\t1\t1\tx\r\n2\t1\t2\ty\r\r\n3\t1\t3\tz\n\r\n",
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(tuples.map((tuple) => tuple[3]), [["x"], ["y\r"], ["z"]]);
});

test("TextTuples keeps a CR if the headers ended in LF", () => {
  const { tuples } = decodeBody(
    { fields: "a:string" },
    "1\t1\t1\tx\r\n",
  );
  assert.deepEqual(tuples[0][3], ["x\r"]);
});

test("TextTuples continues after a rejected line", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:int32" },
    "bad\n1\t1\t1\t1e10\n1\t1\t2\t42\n",
  );
  assert.deepEqual(tuples, [["app_m", 2, 1, [42]]]);
  assert.deepEqual(rejected, [
    ["not a tuple", "bad"],
    ["field a is not a valid int32", "1\t1\t1\t1e10"],
  ]);
});

test("TextTuples rejects an incomplete last line", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:int32" },
    "1\t1\t1\t42\n1\t1\t2\t4",
  );
  assert.equal(tuples.length, 1);
  assert.deepEqual(rejected, [
    ["cut off at the end of the connection", "1\t1\t2\t4"],
  ]);
});

test("TextTuples joins a last blob that is broken", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "n:int32 a:blob" },
    `1\t1\t1\t5\t${PIECE}\n${PIECE}\nQUFB\n\n2\t1\t2\t6\tQUFB\n\n`,
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(tuples.map((tuple) => tuple[3]), [
    [5, new Uint8Array(93).fill(0x41)],
    [6, new Uint8Array(3).fill(0x41)],
  ]);
});

test("TextTuples accepts a broken blob of exactly one or two pieces", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob" },
    `1\t1\t1\t${PIECE}\n\n2\t1\t2\t${PIECE}\n${PIECE}\n\n3\t1\t3\tQUFB\n`,
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(tuples.map((tuple) => tuple[3][0]), [
    A45,
    A90,
    A45.subarray(0, 3),
  ]);
});

test("TextTuples accepts an unbroken blob of 60 characters", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob" },
    `1\t1\t1\t${PIECE}\n2\t1\t2\t${PIECE}\n`,
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(tuples.map((tuple) => tuple[3][0]), [A45, A45]);
});

test("TextTuples joins a broken blob that is not the last field", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob n:int32" },
    `1\t1\t1\tQUFB\n\t7\n2\t1\t2\t${PIECE}\n\t8\n` +
      `3\t1\t3\t${PIECE}\n${PIECE}\n\t9\n4\t1\t4\t${PIECE}\t10\n`,
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(tuples.map((tuple) => tuple[3]), [
    [A45.subarray(0, 3), 7],
    [A45, 8],
    [A90, 9],
    [A45, 10],
  ]);
});

test("TextTuples joins several broken blobs of one tuple", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob b:blob n:int32 c:blob" },
    `1\t1\t1\t${PIECE}\nQUFB\n\t${PIECE}\n${PIECE}\n\t5\t${PIECE}\nQUE=\n\n` +
      "2\t1\t2\tQUFB\n\tQUFB\n\t6\tQUFB\n\n",
  );
  assert.deepEqual(rejected, []);
  const a3 = A45.subarray(0, 3);
  assert.deepEqual(tuples.map((tuple) => tuple[3]), [
    [
      new Uint8Array(48).fill(0x41),
      A90,
      5,
      new Uint8Array(47).fill(0x41),
    ],
    [a3, a3, 6, a3],
  ]);
});

test("TextTuples accepts CRLF inside a broken blob", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob n:int32", newline: "\r\n" },
    `1\t1\t1\t${PIECE}\r\nQUFB\r\n\t7\r\n`,
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(tuples[0][3], [new Uint8Array(48).fill(0x41), 7]);
});

test("TextTuples rejects a tuple whose rest does not arrive", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob n:int32" },
    "1\t1\t1\tQUFB\n2\t1\t2\tQUFB\t5\n3\t1\t3\tQUFB\n",
  );
  assert.deepEqual(tuples.map((tuple) => tuple[1]), [2]);
  assert.deepEqual(rejected, [
    ["too few fields", "1\t1\t1\tQUFB"],
    ["too few fields", "3\t1\t3\tQUFB"],
  ]);
});

test("TextTuples joins no line that is not base64", () => {
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob" },
    `1\t1\t1\t${PIECE}\nno base64\n2\t1\t2\t${PIECE}\n\t\n`,
  );
  assert.deepEqual(tuples.map((tuple) => tuple[3][0]), [A45, A45]);
  assert.deepEqual(rejected.map((each) => each[1]), ["no base64", "\t"]);
});

test("TextTuples joins no line after padding", () => {
  const padded = `${PIECE.slice(4)}QQ==`;
  const { tuples, rejected } = decodeBody(
    { fields: "a:blob" },
    `1\t1\t1\t${padded}\nQUFB\n`,
  );
  assert.deepEqual(tuples.map((tuple) => tuple[1]), [1]);
  assert.deepEqual(rejected, [["not a tuple", "QUFB"]]);
});

test("TextTuples.holding reports a complete tuple that waits", () => {
  const { sink, tuples, line } = make("a:blob");
  line(`1\t1\t1\t${PIECE}`);
  assert(tuples.holding);
  assert.equal(sink.named("end").length, 0);
  tuples.idle();
  assert(!tuples.holding);
  assert.equal(sink.named("end").length, 1);
});

test("TextTuples.idle() keeps waiting for the rest of a tuple", () => {
  const { sink, tuples, line } = make("a:blob n:int32");
  line("1\t1\t1\tQUFB");
  assert(!tuples.holding);
  tuples.idle();
  line("\t5");
  assert.equal(sink.named("end").length, 1);
});

test("TextTuples.end() completes or rejects a waiting tuple", () => {
  const { sink, tuples, line } = make("a:blob");
  line(`1\t1\t1\t${PIECE}`);
  tuples.end();
  assert.equal(sink.named("end").length, 1);
  tuples.end();
  assert.equal(sink.named("end").length, 1);
});

test("TextTuples holds no tuple that need not wait", () => {
  const { tuples, line } = make("n:int32 a:blob");
  line("1\t1\t1\t5\tQUFB");
  assert(!tuples.holding);
});

test("TextTuples bounds the work for broken blobs", () => {
  const fields = Array.from({ length: 900 }, (_, i) => `f${i}:blob`).join(" ");
  const { sink, line } = make(fields, { messageBytes: 20_000 });
  line("1\t1\t1\tQUFB");
  for (let i = 0; i < 899; i++) line("\tQUFB");
  const values = sink.named("blob").length;
  assert(values < 20_000, `${values} values were read`);
  assert.equal(sink.named("end").length, 0);
  line(`2\t1\t2${"\tQUFB".repeat(900)}`);
  assert.equal(sink.named("end").length, 1);
});

test("TextTuples joins no more than the limit", () => {
  const { line } = make("a:blob");
  line(`1\t1\t1\t${PIECE}`);
  assert.throws(() => {
    for (let i = 0; i < 20; i++) line(PIECE);
  }, { name: "ProtocolError", code: "limit" });
});
