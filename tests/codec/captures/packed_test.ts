import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { explainPacked } from "../../../codec/captures/packed.ts";
import { bytes } from "../../_support/packet.ts";

test("explainPacked() explains how to handle a file of another kind", () => {
  assert.match(explainPacked(gzipSync("protocol: 4\n")) ?? "", /gzip: unpack/);
  const database = bytes("SQLite format 3\0");
  assert.match(explainPacked(database) ?? "", /SQLite database/);
  const wide = Uint8Array.of(0xff, 0xfe, 0x70, 0x00, 0x72, 0x00);
  assert.match(explainPacked(wide) ?? "", /UTF-16: convert/);
});

test("explainPacked() detects bytes that do not occur in text", () => {
  assert.match(explainPacked(Uint8Array.of(0x41, 0x02)) ?? "", /not text/);
});

test("explainPacked() returns nothing for a possible stream", () => {
  for (const text of ["", "protocol: 4\n", "protocol:\t5\r\n", "zip\n"]) {
    assert.equal(explainPacked(bytes(text)), undefined);
  }
});
