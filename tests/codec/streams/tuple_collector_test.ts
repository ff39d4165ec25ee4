import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stream } from "../../../codec/tuples/stream.ts";
import { TupleCollector } from "../../../codec/streams/tuple_collector.ts";
import { VectorBuffer } from "../../../codec/tuples/vector_buffer.ts";
import type { ElementType, OmlType } from "../../../codec/values/oml_type.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import type { Schema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";

function stream(type: OmlType): Stream {
  const schema: Schema = { index: 1, name: "m", fields: [{ name: "a", type }] };
  return {
    ordinal: 1,
    schema,
    isMetadata: false,
    isPlain: true,
    isSliced: false,
  };
}

/** The value of a field of `type` after `give` called the sink. */
function collected(
  type: OmlType,
  give: (sink: TupleCollector) => void,
): OmlValue {
  const sink = new TupleCollector();
  sink.begin(stream(type), 1, 0.5);
  give(sink);
  sink.end();
  const [event] = sink.take();
  assert(event.type === "tuple");
  assert.equal(event.values.length, 1);
  return event.values[0];
}

function vector(
  type: ElementType,
  elements: readonly (number | bigint)[],
): VectorBuffer {
  const buffer = new VectorBuffer();
  buffer.clear(type);
  for (const element of elements) {
    if (typeof element === "bigint") buffer.addInteger(element);
    else buffer.addNumber(element);
  }
  return buffer;
}

test("TupleCollector returns integers in the form of their type", () => {
  const integer = (type: OmlType) =>
    collected(type, (sink) => sink.integer(-7));
  assert.equal(integer("int32"), -7);
  assert.equal(integer("uint32"), -7);
  assert.equal(integer("int64"), -7n);
  assert.equal(integer("uint64"), -7n);
});

test("TupleCollector joins the halves of 64 bits", () => {
  const most = 0xffff_ffff;
  const halves = (type: OmlType) =>
    collected(type, (sink) => sink.integer64(most, most - 1));
  assert.equal(halves("int64"), -2n);
  assert.equal(halves("uint64"), 2n ** 64n - 2n);
  assert.equal(collected("guid", (sink) => sink.guid(1, 2)), 2n ** 32n + 2n);
  assert.equal(collected("guid", (sink) => sink.guid(0, 0)), 0n);
});

test("TupleCollector returns doubles, bools and text", () => {
  assert.equal(collected("double", (sink) => sink.double(NaN)), NaN);
  assert.equal(collected("bool", (sink) => sink.bool(true)), true);
  const text = bytes("<\ufeffé", 0xff, ">");
  assert.equal(
    collected("string", (sink) => sink.text(text, 1, text.length - 1)),
    "\ufeffé\ufffd",
  );
});

test("TupleCollector copies borrowed bytes", () => {
  const lent = bytes("<blob>");
  const blob = collected("blob", (sink) => {
    sink.blob(lent, 1, 5);
    lent.fill(0);
  });
  assert.deepEqual(blob, bytes("blob"));
  const sink = new TupleCollector();
  const raw = bytes("raw");
  sink.reject("late", undefined, raw);
  raw.fill(0);
  assert.deepEqual(sink.take(), [
    { type: "rejected", reason: "late", schema: undefined, raw: bytes("raw") },
  ]);
});

test("TupleCollector returns vectors as arrays of their type", () => {
  const cases: [ElementType, (number | bigint)[], OmlValue][] = [
    ["int32", [1, -1], [1, -1]],
    ["uint32", [2 ** 32 - 1], [2 ** 32 - 1]],
    ["double", [0.5, NaN], [0.5, NaN]],
    ["int64", [-1n], [-1n]],
    ["uint64", [-1n], [2n ** 64n - 1n]],
    ["bool", [1, 0], [true, false]],
    ["bool", [], []],
  ];
  for (const [type, elements, expected] of cases) {
    const value = collected(
      `[${type}]`,
      (sink) => sink.vector(vector(type, elements)),
    );
    assert.deepEqual(value, expected, type);
  }
});

test("TupleCollector keeps the order of events", () => {
  const sink = new TupleCollector();
  const m = stream("int32");
  sink.define(m);
  sink.begin(m, 1, 0.5);
  sink.integer(1);
  sink.cancel();
  sink.reject("wrong", m, bytes("x"));
  sink.begin(m, 2, 1.5);
  sink.integer(2);
  const text = bytes("2.5");
  sink.converted("fraction cut", "a", text, 0, 3);
  sink.end();
  text.fill(0);
  sink.begin(m, 3, 2.5);
  sink.null();
  sink.end();
  assert.deepEqual(sink.take(), [
    { type: "schema", schema: m.schema },
    { type: "rejected", reason: "wrong", schema: m.schema, raw: bytes("x") },
    {
      type: "tuple",
      schema: m.schema,
      sequence: 2,
      timestamp: 1.5,
      values: [2],
      conversions: [{ kind: "fraction cut", field: "a", raw: bytes("2.5") }],
    },
    {
      type: "tuple",
      schema: m.schema,
      sequence: 3,
      timestamp: 2.5,
      values: [null],
      conversions: [],
    },
  ]);
  assert.deepEqual(sink.take(), []);
});
