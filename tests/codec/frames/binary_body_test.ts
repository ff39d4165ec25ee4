import assert from "node:assert/strict";
import { test } from "node:test";
import { isBody, startsBody } from "../../../codec/frames/binary_body.ts";
import { body, bytes, value } from "../../_support/packet.ts";

const VALUES = [
  value.long(1),
  value.double(2 ** 29, 1),
  value.nan(),
  value.string("text"),
  value.string(""),
  value.int32(-1),
  value.uint32(1),
  value.int64(-1n),
  value.uint64(1n),
  value.blob(bytes("blob")),
  value.blob(new Uint8Array(0)),
  value.guid(7n),
  value.bool(true),
  value.bool(false),
  value.vector(0x05, [[0, 0, 0, 1]]),
  value.vector(0x06, [[0, 0, 0, 1], [0, 0, 0, 2]]),
  value.vector(0x07, [[0, 0, 0, 0, 0, 0, 0, 1]]),
  value.vector(0x08, []),
  value.vector(0x0e, [0x0b, 0x0c]),
  value.vector(0x0f, [[0, 0, 0, 0, 0, 0, 0, 1]]),
];

test("isBody() knows the size of each value", () => {
  for (const each of VALUES) {
    const content = body({ stream: 1 }, each);
    assert(isBody(content, 0, content.length), `type ${each[0]}`);
  }
  const all = body({ stream: 1 }, ...VALUES);
  assert(isBody(all, 0, all.length));
});

test("isBody() requires values that fill the body exactly", () => {
  for (const each of VALUES) {
    const content = body({ stream: 1 }, each);
    const longer = bytes(content, 0);
    assert(!isBody(longer, 0, longer.length), `longer, type ${each[0]}`);
    for (let to = 13; to < content.length; to++) {
      assert(!isBody(content, 0, to), `cut at ${to}, type ${each[0]}`);
    }
  }
});

test("isBody() requires the announced number of values", () => {
  for (const count of [0, 1, 3, 255]) {
    const content = body({ stream: 1, count }, VALUES[0], VALUES[1]);
    assert(!isBody(content, 0, content.length), `count ${count}`);
  }
});

test("isBody() rejects unknown types and lengths beyond the body", () => {
  const wrong = [
    bytes(0x00),
    bytes(0x0e),
    bytes(0x0f, [0, 0, 0, 0, 0, 0, 0, 0]),
    bytes(0x10),
    bytes(0xff),
    bytes(0x04, 5, "four"),
    bytes(0x09, [0xff, 0xff, 0xff, 0xff], "blob"),
    bytes(0x0d, 0x04, [0, 1], "x"),
    bytes(0x0d, 0x02, [0, 1], [0, 0, 0, 0, 0]),
    bytes(0x0d, 0x05, [0xff, 0xff], [0, 0, 0, 1]),
  ];
  for (const each of wrong) {
    const content = body({ stream: 1 }, each);
    assert(!isBody(content, 0, content.length), `${each}`);
  }
});

test("startsBody() uses the available bytes", () => {
  const content = body({ stream: 1 }, value.int32(1));
  for (let to = 0; to <= content.length; to++) {
    assert(startsBody(content.subarray(0, to), 0, content.length));
  }
});

test("startsBody() requires an int32 and a double", () => {
  const content = body({ stream: 1 });
  const change = (at: number, byte: number) => {
    const changed = content.slice();
    changed[at] = byte;
    return startsBody(changed, 0, changed.length);
  };
  assert(change(2, 0x01));
  assert(change(7, 0x03));
  assert(!change(2, 0x06));
  assert(!change(2, 0x07));
  assert(!change(7, 0x05));
  assert(!startsBody(content, 0, 12));
});
