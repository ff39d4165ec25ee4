import { formatHeader } from "../../../codec/headers/header_format.ts";
import { TupleEncoder } from "../../../codec/streams/tuple_encoder.ts";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import type { Schema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";
import type { Random } from "../../_support/random.ts";

/** A client's stream, and where its body begins. */
export interface OddStream {
  readonly bytes: Uint8Array;
  readonly bodyAt: number;
}

/** Pieces of both encodings that mean something to a decoder. */
const TOKENS: readonly Uint8Array[] = [
  ...["\n", "\t", "\r\n", "\0", "\\n", "\\", "nan", "-inf", "1e999", "0x1p3"],
  ...["18446744073709551616", "-9223372036854775809", "4294967295 1 2", " "],
  ...["1\t0\t1\t.\tkey\tvalue\n", "1\t0\t9\t.\tschema\t4 late x:int32\n"],
  ...["1\t0\t3\t.\tschema\t1 other y:string z:[double]\n", "QUJD", "==\n"],
  ...["\n\n", "protocol: 5\n", "domain: elsewhere\n\n", "content: binary\n"],
  [0xaa, 0xaa, 1, 0, 4],
  [0xaa, 0xaa, 2, 0xff, 0xff, 0xff, 0xff],
  [0xaa, 0xaa, 2, 0, 0, 0, 0],
  [4, 0xff],
  [9, 0xff, 0xff, 0xff, 0xff],
  [0x0d, 0x0f, 0xff, 0xff],
  [3, 0, 0, 0, 0, 0],
  [0xc3, 0x28, 0xed, 0xa0, 0x80],
].map((part) => bytes(part));

const VALUES: Record<OmlType, (random: Random) => OmlValue> = {
  int32: (random) => random.pick([0, -1, 2 ** 31 - 1, -(2 ** 31), 42]),
  uint32: (random) => random.pick([0, 1, 2 ** 32 - 1, 2 ** 31]),
  int64: (random) => random.pick([0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]),
  uint64: (random) => random.pick([0n, 2n ** 64n - 1n, 2n ** 53n + 1n]),
  double: (random) =>
    random.pick([0, -0, 1.5, NaN, Infinity, 5e-324, random.next()]),
  bool: (random) => random.pick([true, false]),
  string: (random) =>
    random.pick(["", "a", "tab\there", "é😀", "x".repeat(99)]),
  blob: (random) => new Uint8Array(random.from(0, 80)),
  guid: (random) => random.pick([0n, 2n ** 64n - 1n]),
  "[int32]": (random) => new Array<number>(random.from(0, 5)).fill(-7),
  "[uint32]": (random) => new Array<number>(random.from(0, 5)).fill(7),
  "[int64]": (random) => new Array<bigint>(random.from(0, 5)).fill(-7n),
  "[uint64]": (random) => new Array<bigint>(random.from(0, 5)).fill(7n),
  "[double]": (random) => new Array<number>(random.from(0, 5)).fill(NaN),
  "[bool]": (random) => new Array<boolean>(random.from(0, 5)).fill(true),
};

const TYPES = Object.keys(VALUES) as OmlType[];

/** A stream of a few tuples of any types, without a fault. */
export function wellFormed(random: Random, domain: string): OddStream {
  const form = {
    protocol: random.from(4, 6),
    content: random.pick(["text", "binary"] as const),
  };
  const schemas = Array.from(
    { length: random.from(1, 4) },
    (_, i) => someSchema(random, i + 1),
  );
  const encoder = new TupleEncoder(form);
  const count = random.from(0, 12);
  for (let sequence = 1; sequence <= count; sequence++) {
    const schema = random.pick(schemas);
    const values = schema.fields.map(({ type }) => VALUES[type](random));
    encoder.push({ schema, sequence, timestamp: sequence / 4, values });
  }
  const header = new TextEncoder().encode(
    formatHeader({ ...form, domain, senderId: "odd", startTime: 1, schemas }),
  );
  return { bytes: joined(header, encoder.take()), bodyAt: header.length };
}

/** The same with up to six faults in its body. */
export function damagedBody(random: Random, domain: string): OddStream {
  const whole = wellFormed(random, domain);
  const { bodyAt } = whole;
  let stream = whole.bytes;
  for (let left = random.from(0, 7); left > 0; left--) {
    stream = damage(random, stream, bodyAt);
  }
  return { bytes: stream, bodyAt };
}

/** Anything: faults anywhere, or random bytes alone. */
export function anything(random: Random): Uint8Array {
  if (random.next() < 0.05) return noise(random, random.from(0, 300));
  let stream = wellFormed(random, "d").bytes;
  for (let left = random.from(1, 7); left > 0; left--) {
    stream = damage(random, stream, 0);
  }
  return stream;
}

function someSchema(random: Random, index: number): Schema {
  const fields = Array.from(
    { length: random.from(1, 5) },
    (_, i) => ({ name: `f${i}`, type: random.pick(TYPES) }),
  );
  return { index, name: `app_m${index}`, fields };
}

/** One fault at or after `from`. */
function damage(
  random: Random,
  stream: Uint8Array,
  from: number,
): Uint8Array {
  const at = random.from(from, stream.length + 1);
  const length = random.from(0, 1 + Math.min(40, stream.length - at));
  const [before, piece, rest] = [
    stream.subarray(0, at),
    stream.subarray(at, at + length),
    stream.subarray(at + length),
  ];
  const kind = random.from(0, 6);
  if (kind === 0) return joined(before, random.pick(TOKENS), piece, rest);
  if (kind === 1) return joined(before, rest);
  if (kind === 2) return joined(before, piece, piece, rest);
  if (kind === 3) return joined(before, random.pick(TOKENS), rest);
  if (kind === 4) return joined(before, noise(random, length), rest);
  return before.slice();
}

function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.from(0, 256));
}

/** Much faster than `bytes`, which takes parts of all kinds. */
function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
