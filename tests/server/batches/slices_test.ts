import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderReader } from "../../../codec/headers/header_reader.ts";
import { TupleDecoder } from "../../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { ConversionCounter } from "../../../server/batches/conversion_counter.ts";
import { RowSink, type RowTarget } from "../../../server/batches/row_sink.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import { cellValues } from "../../../server/batches/cell_values.ts";
import { headers } from "../../_support/hello.ts";
import { bytes } from "../../_support/packet.ts";

const SCHEMA = "1 v before:int32 elements:[int32] behind:string";
const ELEMENTS = 20_000;

/** A tuple with a vector of `count` elements. */
function line(sequence: number, elements: number): Uint8Array {
  const vector = `${elements}${" 7".repeat(elements)}`;
  return bytes(`1\t1\t${sequence}\t5\t${vector}\tbehind\n`);
}

/** Its row, without the times. */
function row(senderId: number, sequence: number, elements: number) {
  const json = `[ ${Array(elements).fill("7").join(", ")} ]`;
  return [senderId, sequence, 5, json, "behind"];
}

/** An experiment with one table, which all its sessions share. */
function setUp() {
  const tables: TableBatch[] = [];
  const touched: TableBatch[] = [];
  const target: RowTarget = {
    table(schema) {
      const known = tables.find((table) => table.schema.name === schema.name);
      if (known !== undefined) return known;
      const table = new TableBatch(tables.length, schema);
      tables.push(table);
      return table;
    },
    noteRows: (table) => touched.push(table),
    reject: () => assert.fail("a sample is rejected"),
    conversion: (key) => new ConversionCounter(key, { bytes: 0 }),
    beyondSigned: () => assert.fail("a value is too large"),
  };
  return {
    touched,
    /** Decodes the tuples of one session. */
    session(senderId: number): TupleDecoder {
      const hello = headers({ domain: "a", schemas: [SCHEMA], protocol: 5 });
      const opened = new HeaderReader(DEFAULT_LIMITS).push(bytes(hello));
      assert(opened !== undefined);
      const sink = new RowSink(target, { senderId, timeOffset: 0 });
      return new TupleDecoder(opened.header, sink, DEFAULT_LIMITS, {
        slice: 4096,
      });
    },
    /** The waiting rows, as a commit takes them. */
    commit(): unknown[][] {
      const table = tables.find(({ schema }) => schema.name === "v");
      assert(table !== undefined);
      const { bytes: cells, offsets, columns } = table.cells.take();
      return Array.from(offsets, (at) => {
        const [senderId, sequence, , , ...values] = cellValues(
          cells,
          at,
          columns,
        );
        return [senderId, sequence, ...values.map(readable)];
      });
    },
  };
}

const readable = (value: unknown) =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : value;

test("Between two slices of a long vector other sessions write to its table", () => {
  const { session, commit, touched } = setUp();
  const [slow, quick] = [session(1), session(2)];
  slow.push(line(1, ELEMENTS));
  for (let i = 1; slow.isUnfinished; i++) {
    quick.push(line(i, 2));
    slow.goOn();
  }
  assert.equal(touched.length, 1);
  assert.deepEqual(commit(), [
    ...[1, 2, 3, 4].map((i) => row(2, i, 2)),
    row(1, 1, ELEMENTS),
  ]);
});

test("Between two slices of a long vector its table is committed", () => {
  const { session, commit, touched } = setUp();
  const slow = session(1);
  slow.push(line(1, 2));
  slow.push(line(2, ELEMENTS));
  assert.deepEqual(commit(), [row(1, 1, 2)]);
  while (slow.isUnfinished) slow.goOn();
  assert.deepEqual(commit(), [row(1, 2, ELEMENTS)]);
  assert.equal(touched.length, 2);
});

test("A dropped long vector leaves nothing in its table", () => {
  const { session, commit } = setUp();
  const [slow, quick] = [session(1), session(2)];
  slow.push(line(1, ELEMENTS));
  quick.push(line(1, 2));
  slow.drop();
  quick.push(line(2, 2));
  assert.deepEqual(commit(), [row(2, 1, 2), row(2, 2, 2)]);
});
