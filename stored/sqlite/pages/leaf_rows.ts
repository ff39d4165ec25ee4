/**
 * Finds the rows of leaves.
 *
 * @module
 */
import { BlockBytes } from "./block_bytes.ts";
import { ByteCursor } from "./byte_cursor.ts";
import type { PageColumn } from "./page_column.ts";
import { sizeOf } from "./record_values.ts";

const CELLS_AT = 3;
const LEAF_HEADER = 8;
const POINTER = 2;

/** Bytes that a page has besides those of its largest row. */
const OVERHEAD = 35;

/** Which rows are wanted. */
export interface WantedRows {
  /** The id before the first one. */
  readonly after: number;
  /** The last id. */
  readonly to: number;
}

/** What follows the rows of a leaf. */
export type LeafEnd = "next leaf" | "last id" | "unreadable row";

/** The rows of a block of leaves. */
export class LeafRows {
  /** The leaves. */
  readonly block: BlockBytes = new BlockBytes();
  /** The ids of the rows, up to their number. */
  readonly ids: number[] = [];
  readonly #cursor = new ByteCursor(this.block.bytes);
  /** The columns of a record, as far as they are wanted. */
  readonly #columns: (PageColumn | undefined)[] = [];
  #count = 0;

  /** The number of rows. */
  get count(): number {
    return this.#count;
  }

  /** Reads these columns of records. */
  select(columns: readonly (PageColumn | undefined)[]): void {
    this.#columns.push(...columns);
  }

  /** Forgets all rows. */
  clear(): void {
    this.block.clear();
    this.#count = 0;
    this.#keep(0);
  }

  /** Adds the rows of a leaf. */
  add(leaf: Uint8Array, { after, to }: WantedRows): LeafEnd {
    const cursor = this.#cursor;
    const at = this.block.add(leaf);
    const end = at + leaf.length;
    const cells = cursor.uint16(at + CELLS_AT);
    for (let i = 0; i < cells; i++) {
      cursor.at = at + cursor.uint16(at + LEAF_HEADER + POINTER * i);
      const size = cursor.varint();
      const id = cursor.varint();
      if (id <= after) continue;
      if (id > to) return "last id";
      const next = cursor.at + size;
      const isWhole = size <= leaf.length - OVERHEAD && next <= end;
      if (Number.isNaN(id) || !isWhole || !this.#addRow(next)) {
        this.#keep(this.#count);
        return "unreadable row";
      }
      this.ids[this.#count++] = id;
    }
    return "next leaf";
  }

  /** Adds the record from the cursor to `end`; returns whether it is one. */
  #addRow(end: number): boolean {
    const cursor = this.#cursor;
    const columns = this.#columns;
    const start = cursor.at;
    let at = start + cursor.varint();
    const headerEnd = at;
    for (let i = 0; i < columns.length; i++) {
      const type = cursor.varint();
      const next = at + sizeOf(type);
      // A column that was added later is missing in the record.
      if (!(cursor.at <= headerEnd && next <= end)) return false;
      columns[i]?.add(at, type);
      at = next;
    }
    return true;
  }

  /** Drops the values of other rows than the first. */
  #keep(rows: number): void {
    for (const column of this.#columns) {
      if (column !== undefined) column.length = rows;
    }
  }
}
