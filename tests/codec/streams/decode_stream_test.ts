import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeStream } from "../../../codec/streams/decode_stream.ts";
import { bytes } from "../../_support/packet.ts";
import { oneByOne } from "../_support/cuts.ts";

const STREAM = bytes(
  "domain: d\nschema: 1 m a:int32\n\n1\t1\t1\t5\n1\t1\t2\t6\n",
);

async function tuples(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits = {},
): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const event of decodeStream(chunks, limits)) {
    if (event.type === "tuple") found.push(event.values[0]);
  }
  return found;
}

test("decodeStream() accepts an iterable", async () => {
  assert.deepEqual(await tuples([STREAM]), [5, 6]);
  assert.deepEqual(await tuples(oneByOne(STREAM)), [5, 6]);
  assert.deepEqual(await tuples([]), []);
});

test("decodeStream() accepts a ReadableStream", async () => {
  assert.deepEqual(await tuples(ReadableStream.from(oneByOne(STREAM))), [5, 6]);
});

test("decodeStream() yields the events before a fault, then throws", async () => {
  const found: string[] = [];
  let asked = 0;
  async function* chunks() {
    yield bytes(STREAM, "x".repeat(100));
    asked++;
    await Promise.resolve();
    yield bytes("more");
  }
  await assert.rejects(async () => {
    for await (const event of decodeStream(chunks(), { messageBytes: 50 })) {
      found.push(event.type);
    }
  }, { name: "ProtocolError", code: "limit" });
  assert.deepEqual(found.slice(-2), ["tuple", "tuple"]);
  assert.equal(asked, 0, "it waits for nothing before it throws");
});

test("decodeStream() throws if the headers are incomplete", async () => {
  await assert.rejects(tuples([bytes("domain: d\n")]), { code: "header" });
});

test("decodeStream() releases its source when left early", async () => {
  let closed = false;
  function* chunks() {
    try {
      yield STREAM;
      yield STREAM;
    } finally {
      closed = true;
    }
  }
  for await (const event of decodeStream(chunks())) {
    if (event.type === "tuple") break;
  }
  assert(closed);
});

test("decodeStream() reports which values were converted", async () => {
  const stream = bytes(
    "domain: d\nschema: 1 m a:int32 b:double\n\n",
    "1\t1\t1\t3.7\t1.5\n2\t1\t2\tNone\t2\0\n3\t1\t3\t3\t3\n",
  );
  const found: unknown[] = [];
  for await (const event of decodeStream(oneByOne(stream))) {
    if (event.type !== "tuple") continue;
    const conversions = event.conversions.map(({ kind, field, raw }) =>
      `${kind}, ${field}: ${new TextDecoder().decode(raw)}`
    );
    found.push([event.values, conversions]);
  }
  assert.deepEqual(found, [
    [[3, 1.5], ["fraction cut, a: 3.7"]],
    [[null, 2], ["no number, a: None", "cut by the client library, b: 2\0"]],
    [[3, 3], []],
  ]);
});
