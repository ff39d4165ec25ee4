import assert from "node:assert/strict";
import { test } from "node:test";
import { BrokenBlob, isFullPiece } from "../../../codec/text/broken_blob.ts";
import { bytes } from "../../_support/packet.ts";

const PIECE = "QUJD".repeat(15);

function start(line: string, complete: boolean, limit = 1000) {
  const blob = new BrokenBlob(limit);
  const source = bytes(line);
  const piece = source.lastIndexOf(0x09) + 1;
  const places = [0, piece, source.length] as const;
  return { blob, started: blob.start(source, places, complete) };
}

function goesOn(blob: BrokenBlob, line: string): boolean {
  const source = bytes("<", line, ">");
  return blob.continuesWith(source, 1, source.length - 1);
}

function taken(blob: BrokenBlob): string {
  return new TextDecoder().decode(blob.take().line);
}

test("isFullPiece() accepts 60 characters without padding", () => {
  const holds = (text: string) => isFullPiece(bytes(text), 0, text.length);
  assert(holds(PIECE));
  assert(!holds(PIECE.slice(4)));
  assert(!holds(`${PIECE}QUJD`));
  assert(!holds(`${PIECE.slice(1)}=`));
});

test("BrokenBlob joins pieces of a last field until a short one", () => {
  const { blob } = start(`1\t${PIECE}`, true);
  assert(goesOn(blob, PIECE));
  assert(!blob.ready);
  assert(goesOn(blob, "QUI="));
  assert(blob.ready);
  assert.equal(taken(blob), `1\t${PIECE}${PIECE}QUI=`);
  assert(!blob.active);
});

test("BrokenBlob joins the rest of a tuple that begins with a tab", () => {
  const { blob } = start("1\tQUI=", false);
  assert(!blob.ready);
  assert(goesOn(blob, "\t7"));
  assert(blob.ready);
  assert.equal(taken(blob), "1\tQUI=\t7");
});

test("BrokenBlob joins pieces and the rest of the tuple", () => {
  const { blob } = start(`1\t${PIECE}`, false);
  assert(goesOn(blob, "QUJD"));
  assert(!blob.ready);
  assert(!goesOn(blob, "QUJD"));
  assert(goesOn(blob, "\t7\t8"));
  assert.equal(taken(blob), `1\t${PIECE}QUJD\t7\t8`);
});

test("BrokenBlob ignores lines that do not belong to it", () => {
  const { blob } = start(`1\t${PIECE}`, true);
  for (const line of ["", "\t7", "1\t2\t3", "QUJ", "!!!!", `${PIECE}QUJD`]) {
    assert(!goesOn(blob, line), line);
  }
});

test("BrokenBlob joins nothing after padding", () => {
  const { blob } = start(`1\t${PIECE}`, true);
  assert(goesOn(blob, `${PIECE.slice(4)}QQ==`));
  assert(blob.ready);
  assert(!goesOn(blob, "QUJD"));
});

test("BrokenBlob.start() requires at most 60 characters of base64", () => {
  assert(!start("1\t", false).started);
  assert(!start("1\tQ", false).started);
  assert(!start(`1\t${PIECE}QUJD`, false).started);
  assert(start(`1\t${PIECE}`, false).started);
});

test("BrokenBlob rejects joined lines above the limit", () => {
  const { blob } = start(`1\t${PIECE}`, true, 130);
  assert(goesOn(blob, PIECE));
  assert.throws(() => goesOn(blob, PIECE), {
    name: "ProtocolError",
    code: "limit",
  });
});

test("BrokenBlob starts again with each tuple", () => {
  const { blob } = start(`1\t${PIECE}`, true);
  taken(blob);
  const next = bytes("2\tQUI=");
  blob.start(next, [0, 2, next.length], false);
  assert(goesOn(blob, "\t7"));
  assert.equal(taken(blob), "2\tQUI=\t7");
});
