import assert from "node:assert/strict";
import { test } from "node:test";
import { OmspDecoder } from "../../../codec/streams/omsp_decoder.ts";
import type { OmspEvent } from "../../../codec/streams/omsp_event.ts";
import { bytes } from "../../_support/packet.ts";
import { readAtEveryCut } from "../_support/cuts.ts";
import { decode } from "../_support/decode.ts";

const HEADER = "protocol: 4\ndomain: d\nschema: 1 m a:int32\n\n";

function kinds(events: readonly OmspEvent[]): string {
  return events.map((event) =>
    event.type === "schema" ? event.schema.name : event.type
  ).join(" ");
}

test("OmspDecoder returns header, schemas, tuples and rejected samples in order", () => {
  const { events, error } = readAtEveryCut(
    bytes(
      HEADER,
      "1\t1\t1\t5\nbad\n1\t0\t1\t.\tschema\t2 n b:bool\n2\t2\t1\tT\n",
    ),
    (chunks) => decode(chunks),
  );
  assert.equal(error, undefined);
  assert.equal(
    kinds(events),
    "header _experiment_metadata m tuple rejected n tuple",
  );
});

test("OmspDecoder returns all parts of a tuple", () => {
  const { events } = decode([bytes(HEADER, "1.5\t1\t7\t42\n")]);
  assert.deepEqual(events.at(-1), {
    type: "tuple",
    schema: { index: 1, name: "m", fields: [{ name: "a", type: "int32" }] },
    sequence: 7,
    timestamp: 1.5,
    values: [42],
    conversions: [],
  });
});

test("OmspDecoder.end() returns nothing without input", () => {
  assert.deepEqual(decode([]), { events: [], error: undefined });
  assert.deepEqual(decode([bytes("")]), { events: [], error: undefined });
});

test("OmspDecoder.end() throws if the headers are incomplete", () => {
  const cut = HEADER.slice(0, -1);
  for (let length = 1; length <= cut.length; length++) {
    assert.deepEqual(decode([bytes(cut.slice(0, length))]), {
      events: [],
      error: "Cannot read headers: they are cut",
    });
  }
});

test("OmspDecoder throws at once if nothing precedes the fault", () => {
  const decoder = new OmspDecoder();
  assert.throws(() => decoder.push(bytes("nonsense\n")), {
    name: "ProtocolError",
    code: "header",
  });
  assert.equal(decoder.error?.code, "header");
  assert.throws(() => decoder.push(bytes("domain: d\n\n")), decoder.error);
  assert.throws(() => decoder.end(), decoder.error);
});

test("OmspDecoder returns the events before a fault, then throws", () => {
  const decoder = new OmspDecoder({ messageBytes: 20 });
  const events = decoder.push(bytes(HEADER, "1\t1\t1\t5\n", "x".repeat(21)));
  assert.equal(kinds(events), "header _experiment_metadata m tuple");
  assert.equal(decoder.error?.code, "limit");
  assert.throws(() => decoder.push(bytes("\n")), decoder.error);
  assert.throws(() => decoder.idle(), decoder.error);
  assert.throws(() => decoder.end(), decoder.error);
});

test("OmspDecoder.idle() returns a waiting tuple", () => {
  const decoder = new OmspDecoder();
  assert.deepEqual(decoder.idle(), []);
  decoder.push(bytes("domain: d\nschema: 1 m a:blob\n\n"));
  assert.deepEqual(
    decoder.push(bytes(`1\t1\t1\t${"QUFB".repeat(15)}\n`)),
    [],
  );
  assert.equal(kinds(decoder.idle()), "tuple");
  assert.deepEqual(decoder.end(), []);
});

test("OmspDecoder allows chunks to be reused", () => {
  const decoder = new OmspDecoder();
  const chunk = bytes(HEADER, "1\t1\t1\t5\n1\t1");
  const events = decoder.push(chunk);
  chunk.fill(0);
  events.push(...decoder.push(bytes("\t2\t6\n")), ...decoder.end());
  assert.equal(kinds(events), "header _experiment_metadata m tuple tuple");
});

test("OmspDecoder accepts some of the limits", () => {
  const limits = { headerBytes: 10 };
  assert.deepEqual(decode([bytes(HEADER)], limits), {
    events: [],
    error: "Cannot read headers of more than 10 bytes",
  });
});
