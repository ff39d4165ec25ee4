import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import { bytes } from "../../_support/packet.ts";

test("ByteWriter writes numbers in big-endian order", () => {
  const writer = new ByteWriter();
  writer.uint8(1);
  writer.uint16(0x0203);
  writer.uint32(0x04050607);
  writer.uint64(0x08090a0b0c0d0e0fn);
  assert.deepEqual(
    writer.take(),
    Uint8Array.from({ length: 15 }, (_, i) => i + 1),
  );
});

test("ByteWriter writes signed numbers as their bits", () => {
  const writer = new ByteWriter();
  writer.uint8(-1);
  writer.uint32(-2);
  writer.uint64(-3n);
  assert.deepEqual(
    writer.take(),
    bytes(0xff, [0xff, 0xff, 0xff, 0xfe], new Array(7).fill(0xff), 0xfd),
  );
});

test("ByteWriter.float64() writes a binary64", () => {
  const writer = new ByteWriter();
  writer.float64(-2);
  assert.deepEqual(writer.take(), bytes(0xc0, [0, 0, 0, 0, 0, 0, 0]));
});

test("ByteWriter.text() writes UTF-8", () => {
  const writer = new ByteWriter();
  for (const text of ["", "plain", "é", "a€b", "x😀y", "😀"]) {
    writer.text(text);
    assert.deepEqual(writer.take(), bytes(text), text);
  }
});

test("ByteWriter.text() writes U+FFFD for lone surrogates", () => {
  const writer = new ByteWriter();
  writer.text("a\ud83db");
  assert.deepEqual(writer.take(), bytes("a\ufffdb"));
});

test("ByteWriter.take() returns bytes that are never written to again", () => {
  const writer = new ByteWriter();
  const taken: Uint8Array[] = [];
  for (let i = 0; i < 5000; i++) {
    writer.text(`piece ${i} `.repeat(3));
    taken.push(writer.take());
  }
  taken.forEach((piece, i) => {
    assert.deepEqual(piece, bytes(`piece ${i} `.repeat(3)));
  });
});

test("ByteWriter.take() returns nothing twice", () => {
  const writer = new ByteWriter();
  writer.uint8(1);
  assert.equal(writer.take().length, 1);
  assert.equal(writer.take().length, 0);
  assert.equal(writer.length, 0);
});

test("ByteWriter grows by what is written", () => {
  const writer = new ByteWriter();
  writer.text("head");
  writer.raw(new Uint8Array(100_000).fill(7));
  writer.text("tail");
  const all = writer.take();
  assert.equal(all.length, 100_008);
  assert.deepEqual(all.subarray(0, 5), bytes("head", 7));
  assert.deepEqual(all.subarray(-5), bytes(7, "tail"));
});

test("ByteWriter counts offsets from the first byte not taken", () => {
  const writer = new ByteWriter();
  writer.text("taken");
  writer.take();
  writer.text("0123456789");
  writer.setUint8(1, 0x61);
  writer.setUint32(2, 0x62636465);
  assert.deepEqual(writer.take(), bytes("0abcde6789"));
});

test("ByteWriter.insert() inserts a gap", () => {
  const writer = new ByteWriter();
  writer.text("abcd");
  writer.insert(1, 2);
  writer.setUint8(1, 0x78);
  writer.setUint8(2, 0x79);
  assert.deepEqual(writer.take(), bytes("axybcd"));
});

test("ByteWriter.truncate() removes the end", () => {
  const writer = new ByteWriter();
  writer.text("abc");
  writer.truncate(1);
  writer.text("d");
  assert.equal(writer.length, 2);
  assert.deepEqual(writer.take(), bytes("ad"));
});
