import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderReader } from "../../../codec/headers/header_reader.ts";
import { TupleCollector } from "../../../codec/streams/tuple_collector.ts";
import { TupleDecoder } from "../../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { headers } from "../../_support/hello.ts";
import {
  bigEndian,
  bytes,
  packet,
  type Part,
  value,
} from "../../_support/packet.ts";

const schemas = [
  "1 v before:int32 elements:[double] between:string others:[int64]",
  "2 b elements:[int32] data:blob",
  "3 p seq:int32",
];

/** A vector in text, with this number of elements. */
const vector = (count: number, element = "7") =>
  `${count}${` ${element}`.repeat(count)}`;

const piece = "QUJD".repeat(15);

/** Bytes in the body of a long message before its values. */
const LONG_PREFIX = 13;

/** The beginning of a long message. */
const longHead = (length: number) =>
  bytes(
    [0xaa, 0xaa, 2],
    bigEndian(length, 4),
    [1, 3],
    value.int32(1),
    value.double(2 ** 29, 0),
  );

/** Messages, some of them invalid. */
const inner = bytes(...Array.from(
  { length: 50 },
  (_, sequence) =>
    packet({ stream: 1 + sequence % 3, sequence }, value.int32(1)),
));

const BODIES: readonly [name: string, "text" | "binary", Uint8Array][] = [
  [
    "two long vectors between short tuples",
    "text",
    bytes(
      "1\t3\t1\t1\n",
      `1\t1\t1\t5\t${vector(10_000, "1e20")}\tx\t${vector(9_000)}\n`,
      "1\t3\t2\t2\n1\t1\t2\t5\t1 1\ty\t1 2\n",
    ),
  ],
  [
    "an element that is wrong in a later slice",
    "text",
    bytes(
      `1\t1\t1\t5\t9001${" 7".repeat(9_000)} x\tx\t1 1\n`,
      "1\t3\t2\t2\n",
    ),
  ],
  [
    "a vector with too few elements, a tuple with too few fields",
    "text",
    bytes(
      `1\t1\t1\t5\t9002${" 7".repeat(9_000)}\tx\t1 1\n`,
      `1\t1\t1\t5\t${vector(9_000)}\tx\n`,
      "1\t3\t2\t2\n",
    ),
  ],
  [
    "a blob over several lines behind a long vector",
    "text",
    bytes(
      `1\t2\t1\t${vector(9_000)}\t${piece}\n${piece}\nQUJD\n`,
      `1\t2\t2\t${vector(9_000)}\t${piece}\n${piece}\n`,
      `1\t2\t3\t${vector(9_000)}\t${piece}\n`,
      "1\t3\t2\t2\n",
    ),
  ],
  [
    "long vectors in binary",
    "binary",
    bytes(...[1, 2].flatMap((sequence): Part[] => [
      packet({ stream: 3, sequence }, value.int32(1)),
      packet(
        { stream: 1, sequence },
        value.int32(5),
        value.vector(0x0f, Array(3_000).fill([0x3f, 0xf0, 0, 0, 0, 0, 0, 0])),
        value.string("x"),
        value.vector(0x07, Array(3_000).fill([0, 0, 0, 0, 0, 0, 0, 1])),
      ),
    ])),
  ],
  [
    "messages in what looked like a long one",
    "binary",
    bytes(longHead(inner.length + LONG_PREFIX), inner, 0, inner),
  ],
  [
    "messages in what looks like a long one when the connection ends",
    "binary",
    bytes(longHead(10 * inner.length), inner),
  ],
];

/** All events of a body, and the decoder's offset after each step. */
function decode(
  content: "text" | "binary",
  body: Uint8Array,
  slice: number | undefined,
  size: number,
) {
  const hello = headers({ domain: "a", schemas, protocol: 5, content });
  const opened = new HeaderReader(DEFAULT_LIMITS).push(bytes(hello));
  if (opened === undefined) throw new Error("The headers are not complete");
  const sink = new TupleCollector();
  const decoder = new TupleDecoder(opened.header, sink, DEFAULT_LIMITS, {
    slice,
  });
  const consumed: [tuples: number, bytes: number][] = [];
  let slices = 0;
  const events: unknown[] = [];
  const note = () => {
    events.push(...sink.take());
    consumed.push([events.length, decoder.consumed]);
  };
  for (let from = 0; from < body.length; from += size) {
    decoder.push(body.slice(from, from + size));
    note();
    for (; decoder.isUnfinished; slices++) {
      decoder.goOn();
      note();
    }
  }
  decoder.end();
  for (; decoder.isUnfinished; slices++) decoder.goOn();
  events.push(...sink.take());
  return { events, consumed, slices };
}

for (const [name, content, body] of BODIES) {
  for (const size of [body.length, 4_096, 997]) {
    test(`Decoding in slices gives the same result: ${name}, ${size} bytes at once`, () => {
      const whole = decode(content, body, undefined, size);
      const sliced = decode(content, body, 1, size);
      assert.equal(whole.slices, 0);
      assert(sliced.slices > 1);
      assert.deepEqual(sliced.events, whole.events);
      // A resumed stream continues at `consumed`, which is never ahead of
      // events.
      const reached = new Map(whole.consumed);
      for (const [events, at] of sliced.consumed) {
        assert(at <= (reached.get(events) ?? body.length), `${at}`);
      }
      assert.deepEqual(sliced.consumed.at(-1), whole.consumed.at(-1));
    });
  }
}
