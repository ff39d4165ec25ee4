/**
 * Converts batches to an SQLite database image without SQL: one table `s` with
 * the cells of the batches as rows, to be read with `INSERT ... SELECT`.
 *
 * ```
 * page 1      schema, from a template
 * page 2      root of `s`: a leaf, or an interior page over the leaves
 * page 3...   leaves: header, cell pointers, gap, cells in their order
 * ```
 *
 * @module
 */
import { SharedBufferPool } from "../../../shared/buffer_pool.ts";
import { type Cells, putVarint4, VARINT4 } from "../../batches/cells.ts";

/** SQLite's largest page size, for the fewest pages per batch. */
export const PAGE = 65_536;
/** Type of a leaf page of a table. */
export const LEAF = 0x0d;
const INTERIOR = 0x05;
/** Bytes of its header. */
export const LEAF_HEADER = 8;
const INTERIOR_HEADER = 12;
/** Bytes of a pointer to a cell. */
export const POINTER = 2;
const PAGE_COUNT_AT = 28;
const CHILD = 4;

/**
 * Memory shared by threads is only copied by words if source and target are
 * aligned.
 */
const WORD = 8;

/** A larger cell would need overflow pages, or leave no room for alignment. */
export const MAX_CELL = PAGE - 35 - WORD;

/** The rows of one batch within an image: ids from `first` to `last`. */
export interface RowRange {
  /** Row id of the first row. */
  readonly first: number;
  /** Row id of the last row. */
  readonly last: number;
}

/** An image, and the row ids of each batch. */
export interface PageImage {
  /** The database file. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** One range per batch. */
  readonly ranges: readonly RowRange[];
}

/**
 * Builds one image of all batches, with their rows numbered from 1.
 *
 * @throws {RangeError} if a row has more than {@linkcode MAX_CELL} bytes.
 */
export function buildImage(
  template: Uint8Array,
  batches: readonly Cells[],
  buffers = new SharedBufferPool(),
): PageImage {
  const plan = planLeaves(batches);
  const single = plan.length === 1;
  const pages = single ? 2 : 2 + plan.length;
  const size = pages * PAGE;
  const bytes = new Uint8Array(buffers.take(size), 0, size);
  bytes.set(template);
  const view = new DataView(bytes.buffer);
  view.setUint32(PAGE_COUNT_AT, pages);
  let rowId = 0;
  const lastIds = plan.map((leaf, i) => {
    writeLeaf(bytes, (single ? 1 : 2 + i) * PAGE, leaf, rowId);
    return rowId += leaf.to - leaf.from;
  });
  if (!single) writeRoot(bytes, lastIds);
  return { bytes, ranges: rowRanges(batches) };
}

/** Rows from `from` to before `to` of a batch, which fill one leaf. */
interface Leaf {
  readonly cells: Cells;
  readonly from: number;
  readonly to: number;
}

function planLeaves(batches: readonly Cells[]): Leaf[] {
  const plan: Leaf[] = [];
  for (const cells of batches) {
    if (cells.largest > MAX_CELL) {
      throw new RangeError(
        `A row of ${cells.largest} bytes does not fit a page`,
      );
    }
    let from = 0;
    do {
      const to = leafEnd(cells, from);
      plan.push({ cells, from, to });
      from = to;
    } while (from < cells.offsets.length);
  }
  return plan;
}

/** Returns the first row after those from `from` that fit in a page. */
function leafEnd(cells: Cells, from: number): number {
  const room = PAGE - LEAF_HEADER - WORD + cells.offsets[from];
  let fits = from;
  let least = cells.offsets.length + 1;
  while (least - fits > 1) {
    const to = (fits + least) >>> 1;
    const end = cellsEnd(cells, to);
    if (end + (to - from) * POINTER <= room) fits = to;
    else least = to;
  }
  return fits;
}

/** Returns the end of the cells before row `to`. */
function cellsEnd({ bytes, offsets }: Cells, to: number): number {
  return to < offsets.length ? offsets[to] : bytes.length;
}

function writeLeaf(
  image: Uint8Array,
  page: number,
  { cells, from, to }: Leaf,
  rowId: number,
): void {
  const { bytes, offsets } = cells;
  const start = offsets[from];
  const end = cellsEnd(cells, to);
  const highest = PAGE - (end - start);
  const unused = (highest - start) & (WORD - 1);
  const content = highest - unused;
  image.set(bytes.subarray(start, end), page + content);
  putPageHeader(image, page, {
    type: LEAF,
    cells: to - from,
    content,
    unused,
  });
  let pointer = page + LEAF_HEADER;
  for (let i = from; i < to; i++) {
    const at = content + offsets[i] - start;
    putUint16(image, pointer, at);
    putVarint4(image, page + at + VARINT4, ++rowId);
    pointer += POINTER;
  }
}

function writeRoot(image: Uint8Array, lastIds: readonly number[]): void {
  const root = PAGE;
  const children = lastIds.length - 1;
  const size = CHILD + VARINT4;
  const content = PAGE - children * size;
  const view = new DataView(image.buffer);
  putPageHeader(image, root, {
    type: INTERIOR,
    cells: children,
    content,
    unused: 0,
  });
  view.setUint32(root + 8, 3 + children);
  for (let i = 0; i < children; i++) {
    const at = content + i * size;
    putUint16(image, root + INTERIOR_HEADER + i * POINTER, at);
    view.setUint32(root + at, 3 + i);
    putVarint4(image, root + at + CHILD, lastIds[i]);
  }
}

interface PageHeader {
  readonly type: number;
  readonly cells: number;
  /** Offset of the first cell in the page. */
  readonly content: number;
  /** Bytes after the last one. */
  readonly unused: number;
}

/** Writes every byte of a page header, because the buffer may be reused. */
function putPageHeader(
  image: Uint8Array,
  page: number,
  { type, cells, content, unused }: PageHeader,
): void {
  image[page] = type;
  putUint16(image, page + 1, 0);
  putUint16(image, page + 3, cells);
  putUint16(image, page + 5, content);
  image[page + 7] = unused;
}

function rowRanges(batches: readonly Cells[]): RowRange[] {
  let last = 0;
  return batches.map(({ offsets }) => {
    const first = last + 1;
    last += offsets.length;
    return { first, last };
  });
}

function putUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}
