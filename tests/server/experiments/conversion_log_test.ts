import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConversionKey } from "../../../server/batches/conversion_counter.ts";
import { ConversionLog } from "../../../server/experiments/conversion_log.ts";

const KEY: ConversionKey = {
  senderId: 1,
  stream: 2,
  field: "a",
  kind: "fraction cut",
  resume: undefined,
};

function add(log: ConversionLog, text: string, key = KEY): void {
  const bytes = new TextEncoder().encode(text);
  log.counter(key).add(bytes, 0, bytes.length);
}

test("Conversions are counted by sender, stream, field, kind and resumable stream", () => {
  const log = new ConversionLog();
  assert.equal(log.empty, true);
  const others: Partial<ConversionKey>[] = [
    { senderId: 2 },
    { stream: 3 },
    { field: "b" },
    { kind: "no number" },
    { resume: "uuid" },
  ];
  const keys = [KEY, ...others.map((other) => ({ ...KEY, ...other }))];
  for (const key of [...keys, ...keys]) add(log, "3.7", key);
  assert.deepEqual(
    log.take(),
    keys.map((key) => ({ ...key, count: 2, texts: ["3.7", "3.7"] })),
  );
  assert.equal(log.empty, true);
  assert.deepEqual(log.take(), []);
});

test("The first five texts are kept, 256 bytes each, and all values are counted", () => {
  const log = new ConversionLog();
  for (let i = 0; i < 1000; i++) add(log, `${i}.5 ${"x".repeat(1000)}`);
  const [{ count, texts }] = log.take();
  assert.equal(count, 1000);
  assert.deepEqual(texts.map((text) => text.length), [256, 256, 256, 256, 256]);
  assert.ok(texts[4].startsWith("4.5 "));
});

test("Waiting texts count in the bytes that hold clients back until they are taken", () => {
  const log = new ConversionLog();
  assert.equal(log.waitingBytes, 0);
  for (let i = 0; i < 10_000; i++) add(log, "None", { ...KEY, field: `f${i}` });
  const bytes = log.waitingBytes;
  assert.ok(bytes >= 10_000 * 260, `${bytes}`);
  for (let i = 0; i < 10_000; i++) add(log, "None");
  assert.ok(log.waitingBytes < bytes + 1_000);
  log.take();
  assert.equal(log.waitingBytes, 0);
});

test("A taken counter differs from the next one", () => {
  const log = new ConversionLog();
  const counter = log.counter(KEY);
  assert.equal(log.counter(KEY), counter);
  log.take();
  assert.equal(counter.isTaken, true);
  assert.notEqual(log.counter(KEY), counter);
});
