/**
 * Moves the rows of a flush into memory that both threads see, where page
 * images can't be loaded. Sent with a message, they would be copied twice, and
 * the memory of each copy would be new to the garbage collector.
 *
 * @module
 */
import type {
  BufferPool,
  SharedBufferPool,
} from "../../../shared/buffer_pool.ts";
import { type Cells, recycleCells } from "../../batches/cells.ts";
import type { Flush, TableRows } from "../store.ts";
import type { FlushPlanner } from "../flush_planner.ts";
import type { SharedRows, SqliteFlush } from "./sqlite_flush.ts";

/** Smaller batches are sent with the message: a trickle's are. */
const FEWEST_BYTES = 16 * 1024;

/** Larger rows are moved with the message: their memory is freed at once. */
const LARGEST_ROW = 64 * 1024;

/** Shared memory that starts elsewhere is copied byte by byte. */
const ALIGNMENT = 8;

/** Plans flushes for SQLite in another thread, whose rows it will bind. */
export class SharedPlanner implements FlushPlanner {
  readonly #shared: SharedBufferPool;
  readonly #cells: BufferPool;

  /** Takes memory from `shared`, and returns that of batches to `cells`. */
  constructor(shared: SharedBufferPool, cells: BufferPool) {
    this.#shared = shared;
    this.#cells = cells;
  }

  /** Returns the same flush, with its large batches in shared memory. */
  plan(flush: Flush): SqliteFlush {
    const large = flush.rows.filter(isLarge);
    if (large.length === 0) return flush;
    const shared = this.#share(large);
    for (const { cells } of large) recycleCells(cells, this.#cells);
    const rows = flush.rows.filter((rows) => !isLarge(rows));
    return { ...flush, rows, shared };
  }

  #share(rows: readonly TableRows[]): SharedRows {
    const size = rows.reduce((sum, { cells }) => sum + sizeOf(cells), 0);
    const memory = this.#shared.take(size);
    let at = 0;
    const copies = rows.map(({ handle, cells }) => {
      const bytes = new Uint8Array(memory, at, cells.bytes.length);
      bytes.set(cells.bytes);
      at += aligned(bytes.byteLength);
      const offsets = new Uint32Array(memory, at, cells.offsets.length);
      offsets.set(cells.offsets);
      at += aligned(offsets.byteLength);
      return { handle, cells: { ...cells, bytes, offsets } };
    });
    return { memory, rows: copies };
  }

  /** Releases the memory of a stored plan. */
  release({ shared }: SqliteFlush): void {
    if (shared !== undefined) this.#shared.give(shared.memory);
  }

  /** Drops memory that is only kept for the next flushes. */
  dropSpare(): void {
    this.#shared.drop();
  }

  /** Returns the flush of a plan, with its rows copied out of shared memory. */
  restore({ shared, rows, ...rest }: SqliteFlush): Flush {
    const large = shared?.rows.map(({ handle, cells }) => {
      const { bytes, offsets } = cells;
      const own = { bytes: bytes.slice(), offsets: offsets.slice() };
      return { handle, cells: { ...cells, ...own } };
    });
    return { ...rest, rows: [...large ?? [], ...rows] };
  }
}

function isLarge({ cells }: TableRows): boolean {
  return cells.bytes.length >= FEWEST_BYTES && cells.largest <= LARGEST_ROW;
}

/** Bytes of shared memory for a batch. */
function sizeOf({ bytes, offsets }: Cells): number {
  return aligned(bytes.byteLength) + aligned(offsets.byteLength);
}

function aligned(size: number): number {
  return ALIGNMENT * Math.ceil(size / ALIGNMENT);
}
