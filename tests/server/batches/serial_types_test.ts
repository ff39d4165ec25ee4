import assert from "node:assert/strict";
import { test } from "node:test";
import {
  readInteger,
  SERIAL_BLOB,
  SERIAL_INT48,
  SERIAL_TEXT,
  SERIAL_ZERO,
  smallSize,
  valueSize,
} from "../../../server/batches/serial_types.ts";

/** Bytes of each type in the table of SQLite's file format. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

test("valueSize() is that of SQLite's record format", () => {
  SIZES.forEach((size, serial) => assert.equal(valueSize(serial), size));
  for (const length of [0, 1, 100]) {
    assert.equal(valueSize(SERIAL_BLOB + 2 * length), length);
    assert.equal(valueSize(SERIAL_TEXT + 2 * length), length);
  }
});

test("smallSize() is the minimum size of an integer", () => {
  const sizes: [bytes: number, least: number, most: number][] = [
    [1, -128, 127],
    [2, -32_768, 32_767],
    [3, -8_388_608, 8_388_607],
    [4, -2_147_483_648, 2_147_483_647],
  ];
  for (const [bytes, least, most] of sizes) {
    assert.equal(smallSize(least), bytes);
    assert.equal(smallSize(most), bytes);
    if (bytes === 4) continue;
    assert.equal(smallSize(least - 1), bytes + 1);
    assert.equal(smallSize(most + 1), bytes + 1);
  }
});

test("readInteger() reads big-endian integers with their sign", () => {
  const integers: [serial: number, bytes: number[], value: number][] = [
    [1, [0xff], -1],
    [2, [0x01, 0x02], 258],
    [3, [0xff, 0xff, 0xfe], -2],
    [4, [0x80, 0, 0, 0], -(2 ** 31)],
    [SERIAL_INT48, [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff], 2 ** 47 - 1],
    [SERIAL_ZERO, [], 0],
    [SERIAL_ZERO + 1, [], 1],
  ];
  for (const [serial, bytes, value] of integers) {
    const view = new DataView(Uint8Array.of(9, ...bytes).buffer);
    assert.equal(readInteger(view, 1, serial), value, `type ${serial}`);
  }
});
