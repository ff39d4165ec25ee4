import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { PlainLines } from "../../../server/batches/plain_lines.ts";
import { ConversionCounter } from "../../../server/batches/conversion_counter.ts";
import { RowSink } from "../../../server/batches/row_sink.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import { cellValues } from "../../../server/batches/cell_values.ts";
import { bytes } from "../../_support/packet.ts";
import { type Body, store } from "../_support/two_ways.ts";

const M = parseSchema(
  "1 m a:int32 b:string c:double d:uint64 e:bool f:guid g:uint32 h:int64",
);
const PLAIN = "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7\t-8\n";
const ROW = [1, 3, 2.5, 9, -4, bytes("text"), 2.25, 5, 1, 6, 7, -8];

function setUp() {
  const tables: TableBatch[] = [];
  const rows = new RowSink({
    table: (schema) => {
      tables.push(new TableBatch(tables.length, schema));
      return tables[tables.length - 1];
    },
    touched: () => undefined,
    reject: () => undefined,
    conversion: (key) => new ConversionCounter(key, { bytes: 0 }),
    beyondSigned: () => undefined,
  }, { senderId: 1, timeOffset: 2 });
  rows.arrival = 9;
  const streams = new StreamTable(
    DEFAULT_LIMITS,
    (stream) => rows.define(stream),
  );
  streams.define(M);
  streams.define(parseSchema("2 n v:[int32]"));
  streams.define(parseSchema("3 o v:blob"));
  const take = () => {
    const { bytes, offsets, columns } = tables[1].cells.take();
    return Array.from(offsets, (at) => cellValues(bytes, at, columns));
  };
  return { rows, lines: new PlainLines(streams, rows), take };
}

test("PlainLines.read() makes rows of plain lines", () => {
  const { rows, lines, take } = setUp();
  const source = bytes(PLAIN, PLAIN);
  assert.equal(lines.read(source, 0, source.length), source.length);
  assert.deepEqual(take(), [ROW, ROW]);
  assert.equal(rows.kept, 2);
});

test("PlainLines.read() stops before the first line that is not plain", () => {
  const rest = "\t7\t-8\n";
  for (
    const odd of [
      ...["\n", "x\n", "0.5\n", "0.5\t1\n", "0.5\t1\t3\n", "0.5\t9\t3\t1\n"],
      "0.5\t0\t3\t.\tk\tv\n",
      "0.5\t2\t3\t1 7\n",
      "0.5\t3\t3\tAAAA\n",
      "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7\n",
      `0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7${rest}`,
      `0.5\t1\t3\t-4\tesc\\tape\t2.25\t5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\0\t2.25\t5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\t1e3\t5\tT\t6${rest}`,
      `0.5\t1\t3\t2147483648\ttext\t1\t5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\t1\t-5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\t1\t5\tT\t-6${rest}`,
      "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t4294967296\t-8\n",
    ]
  ) {
    const { rows, lines, take } = setUp();
    const source = bytes(PLAIN, odd, PLAIN);
    assert.equal(lines.read(source, 0, source.length), PLAIN.length, odd);
    assert.equal(rows.kept, 1);
    assert.deepEqual(take(), [ROW]);
  }
});

test("A guid of 0 is NULL", () => {
  const { lines, take } = setUp();
  const source = bytes(PLAIN.replace("\t6\t", "\t0\t"));
  lines.read(source, 0, source.length);
  assert.equal(take()[0][9], null);
});

test("Lines become the same rows, quick or call by call, however they are cut", () => {
  const word = fc.oneof(
    fc.integer().map(String),
    fc.double().map(String),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
    fc.nat({ max: 300 }).map((length) => "x".repeat(length)),
    fc.constantFrom("", "T", "fal", "1\r", " 1", "0x1", "-0", "é", "a\\tb"),
    fc.string({ maxLength: 6 }).map((text) => text.replace(/[\t\n]/g, "")),
  );
  const type = fc.constantFrom(
    ...["int32", "uint32", "int64", "uint64", "double", "string", "bool"],
    ...["guid", "blob", "[int32]"],
  );
  const good: Record<string, fc.Arbitrary<string>> = {
    double: fc.double({ noNaN: true }).map(String),
    string: fc.string({ maxLength: 40 }).map((s) => s.replace(/[\t\n]/g, "")),
    bool: fc.constantFrom("true", "false"),
  };
  const positive = fc.nat().map(String);
  const connection = fc.array(type, { minLength: 1, maxLength: 5 })
    .chain((types) => {
      const field = (name: string) =>
        fc.oneof({ arbitrary: good[name] ?? positive, weight: 9 }, word);
      const line = fc.tuple(
        fc.oneof({ arbitrary: good.double, weight: 9 }, word),
        fc.oneof({ arbitrary: fc.constantFrom("1", "01"), weight: 9 }, word),
        fc.oneof({ arbitrary: positive, weight: 9 }, word),
        ...types.map(field),
      ).map((fields) => `${fields.join("\t")}\n`);
      return fc.record({
        types: fc.constant(types),
        lines: fc.array(line, { minLength: 1, maxLength: 20 }),
        cut: fc.nat({ max: 2_000 }),
        protocol: fc.constantFrom(3, 5),
      });
    });
  fc.assert(
    fc.property(connection, ({ types, lines, cut, protocol }) => {
      const fields = types.map((type, i) => `f${i}:${type}`).join(" ");
      const schemas = [parseSchema(`1 m ${fields}`)];
      const body: Body = { content: "text", protocol, schemas };
      const source = bytes(lines.join(""));
      const chunks = [source.slice(0, cut), source.slice(cut)];
      const plain = store(body, [source], false);
      assert.deepEqual(store(body, [source], true), plain);
      assert.deepEqual(store(body, chunks, true), plain);
    }),
    { numRuns: 300 },
  );
});
