import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatHeader } from "../../codec/headers/header_format.ts";
import { TupleEncoder } from "../../codec/streams/tuple_encoder.ts";
import { bytes } from "../_support/packet.ts";
import { type Form, FORMS, tuples } from "./_support/arbitraries.ts";
import { pieces } from "./_support/cuts.ts";
import { decode } from "./_support/decode.ts";

/** A stream with some of its bytes changed, removed, or inserted. */
function damaged(form: Form): fc.Arbitrary<Uint8Array> {
  const damage = fc.record({
    at: fc.nat(),
    lost: fc.nat(4),
    put: fc.uint8Array({ maxLength: 4 }),
  });
  return fc.tuple(tuples(form), fc.array(damage, { maxLength: 3 })).map(
    ([sent, damages]) => {
      const encoder = new TupleEncoder(form);
      for (const tuple of sent) encoder.push(tuple);
      let body = encoder.take();
      for (const { at, lost, put } of damages) {
        const place = at % (body.length + 1);
        body = bytes(body.slice(0, place), put, body.slice(place + lost));
      }
      const schemas = [sent[0].schema];
      return bytes(formatHeader({ ...form, domain: "d", schemas }), body);
    },
  );
}

const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });

for (const form of FORMS.filter(({ protocol }) => protocol > 3)) {
  const name = `${form.content} of version ${form.protocol}`;

  test(`Damaged ${name} decodes the same however it is split`, () => {
    fc.assert(
      fc.property(damaged(form), sizes, (stream, cuts) => {
        assert.deepEqual(decode(pieces(stream, cuts)), decode([stream]));
      }),
      { numRuns: 200 },
    );
  });
}

test("Any bytes after a header decode the same however they are split", () => {
  const byte = fc.oneof(
    fc.constantFrom(0xaa, 0xaa, 0x01, 0x02, 0x05, 0x00, 0x0a, 0x09, 0x31),
    fc.nat(255),
  );
  const body = fc.array(byte, { maxLength: 200 });
  for (const content of ["text", "binary"] as const) {
    const header = `domain: d\nschema: 1 m a:int32\ncontent: ${content}\n\n`;
    fc.assert(
      fc.property(body, sizes, (garbage, cuts) => {
        const stream = bytes(header, garbage);
        assert.deepEqual(decode(pieces(stream, cuts)), decode([stream]));
      }),
      { numRuns: 300 },
    );
  }
});

test("Any bytes at all decode the same however they are split", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), sizes, (all, cuts) => {
      assert.deepEqual(decode(pieces(all, cuts)), decode([all]));
    }),
  );
});
