import assert from "node:assert/strict";
import { test } from "node:test";
import { EncodeError } from "../../../codec/errors.ts";
import { TupleEncoder } from "../../../codec/streams/tuple_encoder.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import type { Tuple } from "../../../codec/values/tuple.ts";
import { bytes, packet, value } from "../../_support/packet.ts";

const schema = parseSchema("1 m a:string b:int32");

function tuple(change: Partial<Tuple> = {}): Tuple {
  return { schema, sequence: 1, timestamp: 0.5, values: ["x", 2], ...change };
}

test("TupleEncoder writes text of version 5 by default", () => {
  const encoder = new TupleEncoder();
  encoder.push(tuple({ values: ["a\tb", 2] }));
  assert.deepEqual(encoder.take(), bytes("0.5\t1\t1\ta\\tb\t2\n"));
});

test("TupleEncoder writes by protocol and content", () => {
  const old = new TupleEncoder({ protocol: 3 });
  old.push(tuple({ values: ["a\\b", 2] }));
  assert.deepEqual(old.take(), bytes("0.5\t1\t1\ta\\b\t2\n"));
  const binary = new TupleEncoder({ content: "binary" });
  binary.push(tuple());
  assert.deepEqual(
    binary.take(),
    packet({ stream: 1 }, value.string("x"), value.int32(2)),
  );
});

test("TupleEncoder collects tuples until they are taken", () => {
  const encoder = new TupleEncoder();
  encoder.push(tuple());
  encoder.push(tuple({ sequence: 2 }));
  assert.equal(encoder.length, 24);
  const taken = encoder.take();
  assert.equal(encoder.length, 0);
  encoder.push(tuple({ sequence: 3 }));
  assert.deepEqual(taken, bytes("0.5\t1\t1\tx\t2\n0.5\t1\t2\tx\t2\n"));
  assert.deepEqual(encoder.take(), bytes("0.5\t1\t3\tx\t2\n"));
});

test("TupleEncoder adds nothing of a rejected tuple", () => {
  for (const content of ["text", "binary"] as const) {
    const encoder = new TupleEncoder({ content });
    encoder.push(tuple());
    const { length } = encoder;
    assert.throws(() => encoder.push(tuple({ values: ["x", 0.5] })));
    assert.equal(encoder.length, length);
    encoder.push(tuple());
    assert.equal(encoder.take().length, 2 * length);
  }
});

test("TupleEncoder rejects a tuple that does not fit its schema", () => {
  const cases: [Partial<Tuple>, string][] = [
    [{ values: ["x"] }, "it has 1 values, expected 2"],
    [{ values: ["x", 1, 2] }, "it has 3 values, expected 2"],
    [{ sequence: 0.5 }, "sequence 0.5 is not an int32; count from 0 or 1"],
    [
      { sequence: 2 ** 31 },
      "sequence 2147483648 is not an int32; count from 0 or 1",
    ],
    [{ sequence: NaN }, "sequence NaN is not an int32; count from 0 or 1"],
    [{ timestamp: NaN }, "timestamp NaN is not a time; give seconds"],
    [
      { timestamp: -Infinity },
      "timestamp -Infinity is not a time; give seconds",
    ],
  ];
  for (const content of ["text", "binary"] as const) {
    for (const [change, what] of cases) {
      assert.throws(() => new TupleEncoder({ content }).push(tuple(change)), {
        name: "EncodeError",
        message: `Cannot encode a tuple of stream m: ${what}`,
      });
    }
  }
});

test("TupleEncoder rejects a value that is missing in an array", () => {
  const values = new Array<OmlValue>(2);
  assert.throws(() => new TupleEncoder().push(tuple({ values })), EncodeError);
});
