/**
 * Reads rows back from a page image, as their original cells.
 *
 * @module
 */
import type { Cells } from "../../batches/cells.ts";
import {
  LEAF,
  LEAF_HEADER,
  PAGE,
  POINTER,
  type RowRange,
} from "./page_image.ts";

/** Consecutive cells of one leaf. */
interface Run {
  /** Start of the first cell in the image, and end of the last one. */
  readonly start: number;
  readonly end: number;
  /** Start of each cell. */
  readonly cells: readonly number[];
}

/** Returns the rows from `first` to `last`, each with `columns` columns. */
export function imageCells(
  image: Uint8Array,
  { first, last }: RowRange,
  columns: number,
): Cells {
  const runs: Run[] = [];
  let before = 0;
  for (const page of leavesOf(image)) {
    const rows = uint16(image, page + 3);
    const from = Math.max(first - 1 - before, 0);
    const to = Math.min(last - before, rows);
    if (from < to) runs.push(readRun(image, page, from, to));
    before += rows;
  }
  return joinRuns(image, runs, columns);
}

/** Returns the offsets of the leaves, in the order of their rows. */
function* leavesOf(image: Uint8Array): Generator<number> {
  const isSingle = image[PAGE] === LEAF;
  for (let at = isSingle ? PAGE : 2 * PAGE; at < image.length; at += PAGE) {
    yield at;
  }
}

function readRun(
  image: Uint8Array,
  page: number,
  from: number,
  to: number,
): Run {
  const rows = uint16(image, page + 3);
  const unused = image[page + 7];
  const cellAt = (row: number) =>
    page + uint16(image, page + LEAF_HEADER + row * POINTER);
  return {
    start: cellAt(from),
    end: to < rows ? cellAt(to) : page + PAGE - unused,
    cells: Array.from({ length: to - from }, (_, i) => cellAt(from + i)),
  };
}

function joinRuns(
  image: Uint8Array,
  runs: readonly Run[],
  columns: number,
): Cells {
  const size = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  const bytes = new Uint8Array(size);
  const offsets: number[] = [];
  let at = 0;
  for (const { start, end, cells } of runs) {
    bytes.set(image.subarray(start, end), at);
    for (const cell of cells) offsets.push(at + cell - start);
    at += end - start;
  }
  const largest = offsets.reduce(
    (most, offset, i) => Math.max(most, (offsets[i + 1] ?? size) - offset),
    0,
  );
  return { bytes, offsets: Uint32Array.from(offsets), largest, columns };
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at] << 8 | bytes[at + 1];
}
