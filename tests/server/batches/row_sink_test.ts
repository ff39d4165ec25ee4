import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Stream } from "../../../codec/tuples/stream.ts";
import { parseSchema, type Schema } from "../../../codec/values/schema.ts";
import {
  ConversionCounter,
  type ConversionKey,
} from "../../../server/batches/conversion_counter.ts";
import {
  type RejectedSample,
  RowSink,
  type RowTarget,
} from "../../../server/batches/row_sink.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import { cellValues } from "../../../server/batches/cell_values.ts";

/** Records the calls of a sink. */
class Target implements RowTarget {
  readonly tables: TableBatch[] = [];
  readonly touches: string[] = [];
  readonly rejected: RejectedSample[] = [];
  readonly warnings: string[] = [];
  readonly counters: ConversionCounter[] = [];

  table(schema: Schema): TableBatch {
    const table = new TableBatch(this.tables.length, schema);
    this.tables.push(table);
    return table;
  }
  noteRows({ schema }: TableBatch): void {
    this.touches.push(schema.name);
  }
  reject(sample: RejectedSample): void {
    this.rejected.push(sample);
  }
  conversion(key: ConversionKey): ConversionCounter {
    const counter = new ConversionCounter(key, { bytes: 0 });
    this.counters.push(counter);
    return counter;
  }
  beyondSigned({ schema }: TableBatch, field: string): void {
    this.warnings.push(`${schema.name}.${field}`);
  }

  /** Takes the rows of a table. */
  rows(handle: number): unknown[][] {
    const { bytes, offsets, columns } = this.tables[handle].cells.take();
    return Array.from(offsets, (at) => cellValues(bytes, at, columns));
  }
}

function stream(ordinal: number, schema: string): Stream {
  return {
    ordinal,
    schema: parseSchema(schema),
    isMetadata: false,
    isPlain: true,
    isSliced: false,
  };
}

/** A sink of sender 3 whose clock is 10 s late, with one stream. */
function setUp(schema: string) {
  const target = new Target();
  const sink = new RowSink(target, { senderId: 3, timeOffset: 10 });
  const app = stream(0, schema);
  sink.define(app);
  sink.arrival = 99.5;
  return { target, sink, app };
}

const encode = (text: string) => new TextEncoder().encode(text);

test("A row begins with sender, sequence number, and both times", () => {
  const { target, sink, app } = setUp("1 app_m a:int32");
  sink.begin(app, 7, 0.25);
  sink.integer(42);
  sink.end();
  assert.deepEqual(target.rows(0), [[3, 7, 10.25, 99.5, 42]]);
});

test("Each value is stored in the form of its column", () => {
  const { target, sink, app } = setUp(
    "1 app_m a:int32 b:int64 c:double d:bool e:bool f:string g:blob h:[int32]",
  );
  sink.begin(app, 1, 0);
  sink.integer(-1);
  sink.integer64(0xffff_ffff, 0);
  sink.double(0.5);
  sink.bool(true);
  sink.bool(false);
  sink.text(encode("<ab>"), 1, 3);
  sink.blob(encode("<cd>"), 1, 3);
  const numbers = new Float64Array([1, 2]);
  const integers = new BigInt64Array(2);
  sink.vector({
    ...{ type: "int32", length: 2, isLast: true },
    ...{ numbers, integers },
  });
  sink.end();
  const [row] = target.rows(0);
  assert.deepEqual(row.slice(4), [
    ...[-1, -(2 ** 32), 0.5, 1, 0],
    ...[encode("ab"), encode("cd"), encode("[ 1, 2 ]")],
  ]);
});

test("A guid of 0 is NULL; others keep their 64 bits", () => {
  const { target, sink, app } = setUp("1 app_m a:guid b:guid");
  sink.begin(app, 1, 0);
  sink.guid(0, 0);
  sink.guid(0x8000_0000, 1);
  sink.end();
  assert.deepEqual(target.rows(0)[0].slice(4), [null, -(2n ** 63n) + 1n]);
});

test("A column whose unsigned values show as negative is reported once", () => {
  const { target, sink, app } = setUp("1 app_m a:uint64 b:guid c:int64");
  const other = new RowSink(target, { senderId: 4, timeOffset: 0 });
  for (let i = 0; i < 3; i++) {
    sink.begin(app, i, 0);
    sink.integer64(0x8000_0000, 0);
    sink.guid(0x8000_0000, 0);
    sink.integer64(0x8000_0000, 0);
    sink.end();
  }
  assert.deepEqual(target.warnings, ["app_m.a", "app_m.b"]);
  assert.equal(other.kept, 0);
});

test("The experiment is notified of a table at the first row of each batch", () => {
  const { target, sink, app } = setUp("1 app_m a:int32");
  const add = () => {
    sink.begin(app, 1, 0);
    sink.integer(1);
    sink.end();
  };
  add();
  add();
  assert.deepEqual(target.touches, ["app_m"]);
  target.rows(0);
  add();
  assert.deepEqual(target.touches, ["app_m", "app_m"]);
});

test("A cancelled tuple leaves no row", () => {
  const { target, sink, app } = setUp("1 app_m a:int32 b:string");
  sink.begin(app, 1, 0);
  sink.integer(1);
  sink.cancel();
  assert.deepEqual(target.touches, []);
  sink.begin(app, 2, 0);
  sink.integer(2);
  sink.text(encode("x"), 0, 1);
  sink.end();
  assert.deepEqual(target.rows(0).map((row) => row[1]), [2]);
  assert.equal(sink.kept, 1);
});

test("A cancelled tuple does not affect the next row", () => {
  const tuple = fc.record({
    text: fc.nat({ max: 300 }).map((length) => "x".repeat(length)),
    isCancelled: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(tuple), (tuples) => {
    const { target, sink, app } = setUp("1 app_m a:string b:int32 c:string");
    for (const [i, { text, isCancelled }] of tuples.entries()) {
      sink.begin(app, i, 0);
      sink.text(encode(text), 0, text.length);
      sink.integer(i);
      if (isCancelled) {
        sink.cancel();
        continue;
      }
      sink.text(encode("end"), 0, 3);
      sink.end();
    }
    const kept = tuples.flatMap(({ text, isCancelled }, i) =>
      isCancelled ? [] : [[3, i, 10, 99.5, encode(text), i, encode("end")]]
    );
    assert.deepEqual(target.rows(0), kept);
    assert.equal(sink.kept, kept.length);
  }));
});

test("Interleaved streams are stored in their own tables", () => {
  const { target, sink, app } = setUp("1 app_m a:int32");
  const second = stream(1, "2 app_n a:int32");
  sink.define(second);
  for (const [i, to] of [app, second, app].entries()) {
    sink.begin(to, i, 0);
    sink.integer(i);
    sink.end();
  }
  assert.deepEqual(target.rows(0).map((row) => row[4]), [0, 2]);
  assert.deepEqual(target.rows(1).map((row) => row[4]), [1]);
});

test("A rejected sample is passed to the experiment with all its facts", () => {
  const { target, sink } = setUp("1 app_m a:int32");
  const raw = encode("raw");
  sink.reject("a reason", stream(0, "5 app_m a:int32"), raw);
  sink.reject("another", undefined, raw);
  const known = { senderId: 3, raw, arrival: 99.5, resume: undefined };
  assert.deepEqual(target.rejected, [
    { ...known, stream: 5, reason: "a reason" },
    { ...known, stream: undefined, reason: "another" },
  ]);
  assert.deepEqual([sink.kept, sink.rejected], [0, 2]);
});

test("RowSink counts conversions with the counter of their field and kind", () => {
  const { target, sink, app } = setUp("4 m a:int32 b:int32");
  const source = new TextEncoder().encode("3.7");
  const convert = (kind: ConversionKey["kind"], field: string) => {
    sink.begin(app, 1, 0);
    sink.integer(3);
    sink.null();
    sink.converted(kind, field, source, 0, 3);
    sink.end();
  };
  convert("fraction cut", "a");
  convert("fraction cut", "a");
  convert("no number", "b");
  convert("no number", "a");
  assert.deepEqual(
    target.counters.map(({ key, count, texts }) => [key, count, texts]),
    [["fraction cut", "a", 2], ["no number", "b", 1], ["no number", "a", 1]]
      .map(([kind, field, count]) => [
        { senderId: 3, stream: 4, field, kind, resume: undefined },
        count,
        new Array(Number(count)).fill("3.7"),
      ]),
  );
  assert.equal(sink.conversions, 4);
  assert.deepEqual(target.rows(0)[0].slice(4), [3, null]);
  target.counters[2].isTaken = true;
  convert("no number", "a");
  assert.equal(target.counters.length, 4);
});

test("A sink lists the tables that it uses, whatever their fields", () => {
  const { target, sink } = setUp("1 app_m a:int32");
  sink.define(stream(1, "2 app_v a:[int32]"));
  assert.deepEqual(sink.tables, target.tables);
  assert.equal(sink.tables[1], target.tables[1]);
});
