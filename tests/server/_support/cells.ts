import type {
  CellBatch,
  ColumnKind,
} from "../../../server/batches/cell_batch.ts";
import type { Cells } from "../../../server/batches/cells.ts";

/** A value of SQLite: NULL, INTEGER, REAL, TEXT or BLOB. */
export type Cell = null | bigint | number | string | Uint8Array;

/** The limits of SQLite's integers, and of exact ones in JavaScript. */
export const INTEGERS: readonly bigint[] = [
  ...[0n, 1n, 127n, 128n, 255n, 256n, 2n ** 15n, 2n ** 23n],
  ...[2n ** 31n - 1n, 2n ** 31n, 2n ** 31n + 1n, 2n ** 32n, 2n ** 47n],
  ...[2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n],
].flatMap((value) => [value, -value]).concat(-(2n ** 63n));

/** Doubles of every kind; the whole ones must stay REAL. */
export const DOUBLES: readonly number[] = [
  ...[0, -0, 1, -1, 0.1, 1.5, 1e300, -1e-300, 2 ** 53, 2 ** 63],
  ...[Number.MIN_VALUE, Number.MAX_VALUE, Infinity, -Infinity],
];

const ENCODER = new TextEncoder();

/** Adds a row, with the method for each value. */
export function addRow(batch: CellBatch, row: readonly Cell[]): void {
  batch.begin();
  for (const cell of row) addCell(batch, cell);
  batch.end();
}

/** Adds rows to a batch and takes them. */
export function takeRows(
  batch: CellBatch,
  rows: readonly (readonly Cell[])[],
): Cells {
  for (const row of rows) addRow(batch, row);
  return batch.take();
}

/** The kind of column for a value. */
export function kindOf(cell: Cell): ColumnKind {
  return typeof cell === "string" || cell instanceof Uint8Array
    ? "bytes"
    : "number";
}

function addCell(batch: CellBatch, cell: Cell): void {
  if (cell === null) batch.null();
  else if (typeof cell === "number") batch.double(cell);
  else if (typeof cell === "bigint") addInteger(batch, cell);
  else if (typeof cell === "string") addBytes(batch, "text", cell);
  else addBytes(batch, "blob", cell);
}

function addInteger(batch: CellBatch, value: bigint): void {
  const bits = BigInt.asUintN(64, value);
  if (Number.isSafeInteger(Number(value))) batch.integer(Number(value));
  else batch.integer64(Number(bits >> 32n), Number(bits & 0xffff_ffffn));
}

/** The value's bytes are inside a larger buffer, as with a decoder. */
function addBytes(
  batch: CellBatch,
  kind: "text" | "blob",
  value: string | Uint8Array,
): void {
  const bytes = typeof value === "string" ? ENCODER.encode(value) : value;
  const around = new Uint8Array(bytes.length + 2).fill(0xff);
  around.set(bytes, 1);
  batch[kind](around, 1, 1 + bytes.length);
}
