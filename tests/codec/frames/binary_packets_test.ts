import assert from "node:assert/strict";
import { test } from "node:test";
import { BinaryPackets } from "../../../codec/frames/binary_packets.ts";
import { body, bytes, frame, packet, value } from "../../_support/packet.ts";
import { oneByOne, pieces, readAtEveryCut } from "../_support/cuts.ts";

/** Sequence numbers of messages, and garbage as hexadecimal digits. */
function read(
  chunks: Iterable<Uint8Array>,
  limit = 100_000,
): (number | string)[] {
  const found: (number | string)[] = [];
  const packets = new BinaryPackets({
    packet: (b, from) => found.push(b[from + 6]),
    garbage: (b, from, to) =>
      found.push(
        [...b.subarray(from, to)].map((x) => x.toString(16).padStart(2, "0"))
          .join(""),
      ),
  }, limit);
  for (const chunk of chunks) packets.push(chunk);
  packets.end();
  return found;
}

function find(...parts: (string | Uint8Array | readonly number[])[]) {
  return readAtEveryCut(bytes(...parts), read);
}

function hex(...parts: (string | Uint8Array | readonly number[])[]): string {
  return [...bytes(...parts)].map((x) => x.toString(16).padStart(2, "0"))
    .join("");
}

const first = packet({ stream: 1, sequence: 1 }, value.int32(42));
const second = packet({ stream: 1, sequence: 2 }, value.int32(43));

test("BinaryPackets finds messages however the bytes are split", () => {
  assert.deepEqual(find(first, second), [1, 2]);
});

test("BinaryPackets accepts the long header", () => {
  const long = frame(body({ stream: 1, sequence: 3 }, value.int32(1)), {
    kind: 2,
  });
  assert.deepEqual(find(long, first), [3, 1]);
});

test("BinaryPackets skips garbage between messages", () => {
  assert.deepEqual(find("junk", first, [0xaa], second, "end"), [
    hex("junk"),
    1,
    "aa",
    2,
    hex("end"),
  ]);
});

test("BinaryPackets ignores false sync bytes", () => {
  for (
    const fake of [
      [0xaa, 0xaa],
      [0xaa, 0xaa, 0xaa],
      [0xaa, 0xaa, 0x07, 0, 0],
      [0xaa, 0xaa, 0x01, 0, 0],
      [0xaa, 0xaa, 0x01, 0, 5],
      [0xaa, 0xaa, 0x01, 0xaa, 0xaa],
      [0xaa, 0xaa, 0x02, 0, 0, 0],
      [0xaa, 0xaa, 0x01, 0, 18, 1, 1, 7],
    ]
  ) assert.deepEqual(find(fake, first, second), [hex(fake), 1, 2], hex(fake));
});

test("BinaryPackets ignores sync bytes inside a message", () => {
  const inside = packet(
    { stream: 0xaa, sequence: 5 },
    value.string(Uint8Array.from([0xaa, 0xaa, 1, 0, 18])),
    value.blob(second),
    value.int32(0xaaaaaaaa | 0),
  );
  assert.deepEqual(find(inside, first), [5, 1]);
  assert.deepEqual(find("x", inside, first), ["78", 5, 1]);
});

test("BinaryPackets skips a message with wrong values", () => {
  const wrong = packet({ stream: 1, sequence: 9 }, bytes(0x55, 1, 2, 3, 4));
  assert.deepEqual(find(wrong, first), [hex(wrong), 1]);
  assert.deepEqual(find(first, wrong), [1, hex(wrong)]);
  assert.deepEqual(find("x", wrong, first), ["78", hex(wrong), 1]);
});

test("BinaryPackets finds the message inside one with too large a length", () => {
  const content = body({ stream: 1, sequence: 9 }, value.int32(1));
  for (const extra of [1, 4, first.length, first.length + 5]) {
    const wrong = frame(content, { length: content.length + extra });
    const found = find(wrong, first, second, second);
    assert.deepEqual(found.filter((x) => typeof x === "number").slice(-2), [
      2,
      2,
    ], `${extra} too many`);
  }
});

test("BinaryPackets continues after one with too small a length", () => {
  const content = body({ stream: 1, sequence: 9 }, value.int32(1));
  for (const missing of [1, 3, 5, 10]) {
    const wrong = frame(content, { length: content.length - missing });
    const found = find(wrong, first, second);
    assert.deepEqual(found.filter((x) => typeof x === "number"), [1, 2]);
  }
});

test("BinaryPackets.end() skips an incomplete message", () => {
  for (let to = 1; to < second.length; to++) {
    const cut = second.subarray(0, to);
    assert.deepEqual(read(oneByOne(bytes(first, cut))), [1, hex(cut)]);
  }
});

test("BinaryPackets.end() finds the messages after an incomplete one", () => {
  const claims = frame(body({ stream: 1 }, value.blob(new Uint8Array(500))));
  const cut = claims.subarray(0, 40);
  assert.deepEqual(find(cut, first, second), [hex(cut), 1, 2]);
});

test("BinaryPackets passes on long garbage always in the same pieces", () => {
  const garbage = new Uint8Array(10_000).fill(0x20);
  const sizes = (chunks: Iterable<Uint8Array>) =>
    read(chunks).map((x) => typeof x === "string" ? x.length / 2 : x);
  const stream = bytes(garbage, first);
  const expected = [4096, 4096, 1808, 1];
  assert.deepEqual(sizes([stream]), expected);
  assert.deepEqual(sizes(oneByOne(stream)), expected);
  assert.deepEqual(sizes(pieces(stream, [5000, 9000])), expected);
});

test("BinaryPackets passes on garbage before its end has arrived", () => {
  let dropped = 0;
  const packets = new BinaryPackets({
    packet() {},
    garbage: (_, from, to) => dropped += to - from,
  }, 1000);
  for (let i = 0; i < 100; i++) packets.push(new Uint8Array(1000));
  assert(dropped > 90_000);
});

test("BinaryPackets accepts a message up to the limit", () => {
  const of = (size: number) =>
    frame(body({ stream: 1 }, value.blob(new Uint8Array(size - 18))), {
      kind: 2,
    });
  assert.deepEqual(read([of(1000)], 1000), [1]);
  const over = bytes("x", of(1001).subarray(0, 7));
  for (let at = 0; at <= over.length; at++) {
    assert.throws(() => read(pieces(over, [at]), 1000), {
      name: "ProtocolError",
      code: "limit",
      message: "Cannot read a binary message of 1001 bytes, must be <= 1000",
    });
  }
});

test("BinaryPackets passes on what precedes a message that is too long", () => {
  const found: string[] = [];
  const packets = new BinaryPackets({
    packet: () => found.push("packet"),
    garbage: (_, from, to) => found.push(`garbage ${to - from}`),
  }, 100);
  const over = [0xaa, 0xaa, 2, 0xff, 0xff, 0xff, 0xff];
  assert.throws(() => packets.push(bytes(first, "abc", over)));
  assert.deepEqual(found, ["packet", "garbage 3"]);
});

test("BinaryPackets.end() treats a length above the limit as garbage", () => {
  // An incomplete message is searched again, and contains no real header.
  const cut = packet({ stream: 1, sequence: 3 }, value.string("x".repeat(40)));
  const inside = bytes([0xaa, 0xaa, 2, 0x7f, 0xff, 0xff, 0xff], "zzz");
  const bytesOfCut = cut.slice(0, 30);
  bytesOfCut.set(inside, 20);
  assert.deepEqual(find(first, bytesOfCut), [1, hex(bytesOfCut)]);
});

test("A message counts as consumed when it is passed on, not when all are", () => {
  const consumed: number[] = [];
  const packets = new BinaryPackets({
    packet: (b, from) => {
      consumed.push(packets.consumed);
      if (b[from + 6] === 2) throw new Error("a limit");
    },
    garbage: () => undefined,
  }, 100_000);
  assert.throws(() => packets.push(bytes(first, second)), /a limit/);
  assert.deepEqual(consumed, [first.length, first.length + second.length]);
  assert.equal(packets.consumed, first.length);
});
