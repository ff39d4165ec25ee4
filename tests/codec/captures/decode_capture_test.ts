import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCapture } from "../../../codec/captures/decode_capture.ts";
import { bytes } from "../../_support/packet.ts";
import { oneByOne } from "../_support/cuts.ts";

/** Two runs of a program, the second with another start and other streams. */
const TWICE = bytes(
  "protocol: 4\ndomain: run\nstart-time: 1700000000\nschema: 1 load a:int32\n" +
    "content: text\n\n0.5\t1\t1\t10\n",
  "protocol: 4\ndomain: run\nstart-time: 1700003600\nschema: 1 temp a:int32\n" +
    "schema: 2 load a:int32\ncontent: text\n\n0.5\t1\t1\t37\n0.6\t2\t1\t11\n",
);

async function told(chunks: Iterable<Uint8Array>): Promise<string[]> {
  const told: string[] = [];
  for await (const event of decodeCapture(chunks)) {
    if (event.type === "header") told.push(`${event.header.startTime}`);
    if (event.type === "tuple") {
      told.push(`${event.schema.name} ${event.values[0]}`);
    }
    if (event.type === "rejected") told.push(event.reason);
  }
  return told;
}

test("decodeCapture() decodes each run with its own headers", async () => {
  const expected = [
    "1700000000",
    "load 10",
    "1700003600",
    "temp 37",
    "load 11",
  ];
  assert.deepEqual(await told([TWICE]), expected);
  assert.deepEqual(await told(oneByOne(TWICE)), expected);
  assert.deepEqual(await told([]), []);
});

test("decodeCapture() yields all events before a fault, then throws", async () => {
  const found: string[] = [];
  const faulty = bytes(TWICE, "protocol: 9\ndomain: run\n\n");
  await assert.rejects(async () => {
    for await (const event of decodeCapture([faulty])) found.push(event.type);
  }, { name: "ProtocolError", code: "protocol-version" });
  assert.equal(found.filter((type) => type === "tuple").length, 3);
});
