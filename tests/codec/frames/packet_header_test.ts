import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bodyLength,
  LONG_HEADER,
  SHORT_HEADER,
  shortEnd,
} from "../../../codec/frames/packet_header.ts";
import { bytes, frame } from "../../_support/packet.ts";

test("bodyLength() reads the length of short and long messages", () => {
  const content = new Uint8Array(0x0102);
  const short = bytes("<", frame(content));
  assert.equal(bodyLength(short, 1, SHORT_HEADER), 0x0102);
  const long = bytes("<", frame(content, { kind: 2, length: 0xfedc_ba98 }));
  assert.equal(bodyLength(long, 1, LONG_HEADER), 0xfedc_ba98);
});

test("shortEnd() finds the end of a complete short message", () => {
  const source = bytes("<", frame(new Uint8Array(300)), ">");
  const end = source.length - 1;
  assert.equal(shortEnd(source, 1, end), end);
  assert.equal(shortEnd(source, 1, source.length), end);
  for (let to = 1; to < end; to++) assert.equal(shortEnd(source, 1, to), 0);
});

test("shortEnd() finds no end if no short message starts", () => {
  const message = frame(new Uint8Array(20));
  const odd = [0, 1, 2].map((at) => message.with(at, 3));
  for (const source of [...odd, frame(new Uint8Array(20), { kind: 2 })]) {
    assert.equal(shortEnd(source, 0, source.length), 0);
  }
});
