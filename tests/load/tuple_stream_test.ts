import assert from "node:assert/strict";
import { test } from "node:test";
import { formatHeader } from "../../codec/headers/header_format.ts";
import { OmspDecoder } from "../../codec/streams/omsp_decoder.ts";
import { LOAD_SCHEMA_NAMES, LOAD_SCHEMAS } from "../../load/load_schemas.ts";
import { TupleStream } from "../../load/tuple_stream.ts";

for (const name of LOAD_SCHEMA_NAMES) {
  for (const content of ["text", "binary"] as const) {
    test(`${name} tuples as ${content} can be decoded, each with its number`, () => {
      const lin = LOAD_SCHEMAS[name];
      const { schema } = lin;
      const stream = new TupleStream(lin, content, (i) => i / 4);
      const header = formatHeader({ domain: "d", content, schemas: [schema] });
      const decoder = new OmspDecoder();
      const events = decoder.push(new TextEncoder().encode(header));
      const counter = schema.fields.findIndex((f) => f.name === "counter");
      for (const { bytes } of stream.chunks(2500)) {
        events.push(...decoder.push(bytes));
      }
      events.push(...decoder.end());
      const tuples = events.filter((event) => event.type === "tuple");
      assert.equal(tuples.length, 2500);
      for (const [i, { sequence, timestamp, values }] of tuples.entries()) {
        assert.equal(sequence, i);
        assert.equal(timestamp, i / 4);
        assert.equal(values[counter], BigInt(i));
      }
      assert(!events.some((event) => event.type === "rejected"));
    });
  }
}

test("Chunks are generated one by one, with their number of tuples", () => {
  const stream = new TupleStream(LOAD_SCHEMAS.lin, "text", () => 0);
  const sizes = [...stream.chunks(2500)].map(({ tuples }) => tuples);
  assert.deepEqual(sizes, [1000, 1000, 500]);
  const [first] = stream.chunks(Infinity);
  assert.equal(new TextDecoder().decode(first.bytes).split("\t")[2], "2500");
});
