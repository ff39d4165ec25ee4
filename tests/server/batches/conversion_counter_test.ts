import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ConversionCounter,
  KEPT_TEXTS,
} from "../../../server/batches/conversion_counter.ts";
import { bytes } from "../../_support/packet.ts";

const KEY = {
  senderId: 1,
  stream: 2,
  field: "a",
  kind: "fraction cut",
} as const;

test("ConversionCounter counts all, and keeps the first texts", () => {
  const tally = { bytes: 0 };
  const counter = new ConversionCounter(KEY, tally);
  const lent = bytes("1\t300\t2");
  for (let i = 0; i < KEPT_TEXTS + 3; i++) counter.add(lent, 2, 5);
  assert.equal(counter.count, KEPT_TEXTS + 3);
  assert.deepEqual(counter.texts, Array(KEPT_TEXTS).fill("300"));
});

test("ConversionCounter counts the bytes that it keeps, a part of long texts", () => {
  const tally = { bytes: 1_000 };
  const counter = new ConversionCounter(KEY, tally);
  const empty = tally.bytes;
  assert(empty > 1_000);
  counter.add(bytes("9".repeat(10_000)), 0, 10_000);
  assert.equal(counter.texts[0].length, 256);
  assert.equal(tally.bytes, empty + 256);
});
