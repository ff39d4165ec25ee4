import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { CellBatch } from "../../../../server/batches/cell_batch.ts";
import { BufferPool } from "../../../../shared/buffer_pool.ts";
import type {
  Column,
  ColumnType,
} from "../../../../server/rows/postgres/postgres_types.ts";
import { RowEncoder } from "../../../../server/rows/postgres/row_encoder.ts";
import {
  type Cell,
  DOUBLES,
  INTEGERS,
  takeRows,
} from "../../_support/cells.ts";

interface Encoded {
  rows: Buffer[];
  rejects: [row: number, reason: string][];
}

/** Encodes rows with these columns, named a, b, c and so on. */
function encode(
  types: readonly ColumnType[],
  rows: readonly Cell[][],
): Encoded {
  const columns: Column[] = types.map((type, i) => ({
    name: String.fromCharCode(0x61 + i),
    type,
  }));
  const isBytes = (type: ColumnType) => type === "text" || type === "bytea";
  const batch = new CellBatch(
    types.map((type) => isBytes(type) ? "bytes" : "number"),
  );
  const cells = takeRows(batch, rows);
  const offsets = [...cells.offsets];
  const rejects: Encoded["rejects"] = [];
  const { bytes, bounds } = new RowEncoder(columns, new BufferPool()).encode(
    cells,
    (cell, reason) => rejects.push([offsets.indexOf(cell), reason]),
  );
  const encoded = [...bounds.subarray(1)].map((end, i) =>
    Buffer.from(bytes.subarray(bounds[i], end))
  );
  return { rows: encoded, rejects };
}

/** The encoding of a row, built by hand. */
function row(...values: (Uint8Array | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(values.length);
  return Buffer.concat([
    count,
    ...values.flatMap((value) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(value?.length ?? -1);
      return [length, value ?? Buffer.alloc(0)];
    }),
  ]);
}

function int4(value: bigint): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Number(value));
  return bytes;
}

function int8(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function float8(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

test("Numbers of every size have PostgreSQL's bytes", () => {
  const small = INTEGERS.filter((value) => BigInt.asIntN(32, value) === value);
  assert.deepEqual(
    encode(["int8"], INTEGERS.map((value) => [value])).rows,
    INTEGERS.map((value) => row(int8(value))),
  );
  assert.deepEqual(
    encode(["int4"], small.map((value) => [value])).rows,
    small.map((value) => row(int4(value))),
  );
  assert.deepEqual(
    encode(["float8"], [...DOUBLES, NaN].map((value) => [value])).rows,
    [...DOUBLES, NaN].map((value) => row(float8(value))),
  );
});

test("A missing number is NaN as a double, and NULL as an integer", () => {
  assert.deepEqual(
    encode(["float8", "int8", "int4", "bool"], [[null, null, null, 1n]]).rows,
    [row(float8(NaN), null, null, Uint8Array.of(1))],
  );
});

test("Texts and blobs of any length keep their bytes", () => {
  fc.assert(fc.property(
    fc.array(
      fc.tuple(
        fc.string({ unit: "grapheme", maxLength: 80 })
          .map((text) => text.replaceAll("\0", "")),
        fc.uint8Array({ maxLength: 80 }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      ),
      { maxLength: 20 },
    ),
    (rows) => {
      assert.deepEqual(
        encode(["text", "bytea", "int8"], rows).rows,
        rows.map(([text, blob, value]) =>
          row(Buffer.from(text), blob, int8(value))
        ),
      );
    },
  ));
});

test("Rows that can't be stored are omitted, with a reason", () => {
  const long = "x".repeat(50);
  const { rows, rejects } = encode(["text", "int4"], [
    ["a", 1n],
    ["a\0", 2n],
    [`${long}\0`, 3n],
    ["b", 2n ** 31n],
    ["c", 2n ** 53n],
    ["d", 6n],
  ]);
  const text = (value: string) => Buffer.from(value);
  assert.deepEqual(rows, [row(text("a"), int4(1n)), row(text("d"), int4(6n))]);
  const nul = "field a has a NUL, which PostgreSQL cannot keep in a text";
  assert.deepEqual(rejects, [
    [1, nul],
    [2, nul],
    [3, "field b is beyond 32 bits"],
    [4, "field b is beyond 32 bits"],
  ]);
});
