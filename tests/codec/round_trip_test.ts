import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatHeader } from "../../codec/headers/header_format.ts";
import { TupleEncoder } from "../../codec/streams/tuple_encoder.ts";
import type { OmlType } from "../../codec/values/oml_type.ts";
import type { Schema } from "../../codec/values/schema.ts";
import type { Tuple } from "../../codec/values/tuple.ts";
import { bytes } from "../_support/packet.ts";
import { type Form, FORMS, tuples, values } from "./_support/arbitraries.ts";
import { decode } from "./_support/decode.ts";

/** The decoded tuples; anything else is a fault. */
function sendAndReceive(form: Form, schema: Schema, sent: Tuple[]): Tuple[] {
  const encoder = new TupleEncoder(form);
  for (const tuple of sent) encoder.push(tuple);
  const header = formatHeader({ ...form, domain: "d", schemas: [schema] });
  const { events, error } = decode([bytes(header), encoder.take()]);
  assert.equal(error, undefined);
  return events.slice(3).map((event) => {
    assert(event.type === "tuple", event.type);
    const { type: _, conversions, ...tuple } = event;
    assert.deepEqual(conversions, []);
    return tuple;
  });
}

for (const form of FORMS) {
  const { protocol, content } = form;

  test(`Any value is decoded unchanged from ${content} of version ${protocol}`, () => {
    for (const [name, value] of Object.entries(values(form))) {
      const type = name as OmlType;
      const schema: Schema = {
        index: 1,
        name: "m",
        fields: [{ name: "a", type }],
      };
      fc.assert(
        fc.property(value, (each) => {
          const tuple = { schema, sequence: 1, timestamp: 0.5, values: [each] };
          assert.deepEqual(sendAndReceive(form, schema, [tuple]), [tuple]);
        }),
        { numRuns: 15 },
      );
    }
  });

  test(`Any tuples are decoded unchanged from ${content} of version ${protocol}`, () => {
    fc.assert(
      fc.property(tuples(form), (sent) => {
        assert.deepEqual(sendAndReceive(form, sent[0].schema, sent), sent);
      }),
      { numRuns: 40 },
    );
  });
}

test("Large blobs and long vectors are decoded unchanged", () => {
  const schema: Schema = {
    index: 255,
    name: "m",
    fields: [{ name: "a", type: "blob" }, { name: "b", type: "[int64]" }],
  };
  const blob = new Uint8Array(200_000).fill(0xaa);
  const vector = Array.from({ length: 65_535 }, (_, i) => BigInt(-i));
  for (const form of FORMS.slice(-2)) {
    const tuple = { schema, sequence: 0, timestamp: 0, values: [blob, vector] };
    const found = sendAndReceive(form, schema, [tuple, tuple]);
    assert.deepEqual(found, [tuple, tuple]);
  }
});
