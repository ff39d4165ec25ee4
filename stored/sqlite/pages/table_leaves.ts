/**
 * The leaves of a table's B-tree.
 *
 * @module
 */
import { ByteCursor } from "./byte_cursor.ts";
import type { PageFile } from "./page_file.ts";

const INTERIOR = 0x05;
const LEAF = 0x0d;

const CELLS_AT = 3;
const LAST_CHILD_AT = 8;
const INTERIOR_HEADER = 12;
const POINTER = 2;
const CHILD = 4;

/** The most levels of a tree: more are a loop. */
const MOST_LEVELS = 20;

/** Leaves, each valid until the next; `undefined` for another kind of page. */
export type Leaves = Generator<Uint8Array | undefined>;

/**
 * The leaves below the page `root` that can have rows after the id `after`, in
 * their order.
 */
export function* tableLeaves(
  file: PageFile,
  root: number,
  after: number,
  level = 0,
): Leaves {
  const page = file.read(root);
  if (page?.[0] === LEAF) return yield page;
  if (page?.[0] !== INTERIOR || level === MOST_LEVELS) return yield undefined;
  for (const child of childrenOf(page, after)) {
    yield* tableLeaves(file, child, after, level + 1);
  }
}

/** The children of an interior page that can have rows after the id `after`. */
function childrenOf(page: Uint8Array, after: number): number[] {
  const cursor = new ByteCursor(page);
  const children: number[] = [];
  const cells = cursor.uint16(CELLS_AT);
  for (let i = 0; i < cells; i++) {
    const cell = cursor.uint16(INTERIOR_HEADER + POINTER * i);
    cursor.at = cell + CHILD;
    const lastId = cursor.varint();
    if (!(lastId <= after)) children.push(cursor.uint32(cell));
  }
  children.push(cursor.uint32(LAST_CHILD_AT));
  return children;
}
