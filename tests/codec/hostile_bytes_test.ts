import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { StreamTable } from "../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { bytes, type Part, value } from "../_support/packet.ts";
import { largestAllocation } from "./_support/allocations.ts";
import { pieces } from "./_support/cuts.ts";
import { decode } from "./_support/decode.ts";

const LIMITS = { headerBytes: 2000, messageBytes: 5000 };
const CHUNK = 1000;

/**
 * Decodes in chunks; only a ProtocolError may be thrown, and little memory
 * used.
 */
function survive(stream: Uint8Array): string | undefined {
  const sizes = new Array<number>(200).fill(CHUNK);
  const chunks = Array.from(pieces(stream, sizes), (chunk) => chunk.slice());
  let error: string | undefined;
  const largest = largestAllocation(() => {
    error = decode(chunks, LIMITS).error;
  });
  const bound = 3 * (LIMITS.messageBytes + CHUNK);
  assert(largest <= bound, `${largest} bytes at once`);
  return error;
}

function text(fields: string, ...parts: Part[]): Uint8Array {
  return bytes(`domain: d\nschema: 1 m ${fields}\n\n`, ...parts);
}

function binary(fields: string, ...parts: Part[]): Uint8Array {
  const header = `domain: d\nschema: 1 m ${fields}\ncontent: binary\n\n`;
  return bytes(header, ...parts);
}

test("Endless headers are rejected", () => {
  assert.match(survive(bytes("x".repeat(50_000))) ?? "", /headers of more/);
  assert.match(survive(bytes("x:\n".repeat(20_000))) ?? "", /headers of more/);
});

test("An endless line is rejected", () => {
  const stream = text("a:string", "1\t1\t1\t", "x".repeat(50_000));
  assert.match(survive(stream) ?? "", /text line of more than 5000/);
});

test("An endless broken blob is rejected", () => {
  const piece = `${"QUFB".repeat(15)}\n`;
  const stream = text("a:blob", "1\t1\t1\t", piece.repeat(1000));
  assert.match(survive(stream) ?? "", /join a blob's lines/);
});

test("A vector with a huge announced length takes no memory", () => {
  const lines = ["4294967295 1", "99999999999999 1 2", "1e9", "-1 1"]
    .map((field) => `1\t1\t1\t${field}\n`);
  assert.equal(survive(text("a:[double]", ...lines)), undefined);
});

test("A huge stream index takes no memory", () => {
  const stream = bytes(
    "domain: d\nschema: 2147483647 m a:int32\n\n",
    "1\t2147483647\t1\t5\n1\t2147483646\t1\t5\n1\t9007199254740993\t1\t5\n",
  );
  assert.equal(survive(stream), undefined);
  const streams = new StreamTable(DEFAULT_LIMITS, () => {});
  const largest = largestAllocation(() => {
    streams.defineByText("2147483647 m a:int32");
  });
  assert.equal(largest, 0);
});

test("A message with too large a length is rejected before it arrives", () => {
  for (const claim of [[0, 0, 0x13, 0x89], [0x7f, 255, 255, 255]]) {
    const stream = binary("a:int32", [0xaa, 0xaa, 2], claim);
    assert.match(survive(stream) ?? "", /binary message of/);
  }
});

test("A blob or vector with too large a length is not a message", () => {
  for (
    const content of [
      bytes(0x09, [0xff, 0xff, 0xff, 0xff]),
      bytes(0x0d, 0x0f, [0xff, 0xff]),
      bytes(0x04, 0xff),
    ]
  ) {
    const head = bytes(1, 1, value.int32(1), value.double(1, 1));
    const length = head.length + content.length;
    const stream = binary("a:blob", [0xaa, 0xaa, 1, 0, length], head, content);
    assert.equal(survive(stream), undefined);
  }
});

test("Endless garbage is not kept", () => {
  assert.equal(survive(binary("a:int32", "x".repeat(100_000))), undefined);
  const syncs = new Array(100_000).fill(0xaa);
  assert.equal(survive(binary("a:int32", syncs)), undefined);
});

test("Random bytes are harmless, with headers or without", () => {
  const garbage = fc.uint8Array({ maxLength: 300 });
  const fields = "a:int32 b:string c:blob d:[double]";
  fc.assert(fc.property(garbage, (each) => {
    survive(each);
    survive(text(fields, each));
    survive(text(fields, "1\t1\t1\t", each, "\n"));
    survive(binary(fields, each));
    survive(binary(fields, [0xaa, 0xaa, 1, 1, 0], each));
  }));
});

test("Names with a meaning in JavaScript have none here", () => {
  const stream = bytes(
    "__proto__: 1\nconstructor: 2\ndomain: d\n",
    "schema: 1 __proto__ constructor:int32 toString:int32\n\n",
    "1\t1\t1\t5\t6\n1\t0\t1\t.\t__proto__\tx\n",
  );
  const { events, error } = decode([stream]);
  assert.equal(error, undefined);
  assert.deepEqual(
    events.map((event) => event.type),
    ["header", "schema", "schema", "tuple", "tuple"],
  );
});
