/**
 * The rows of several parts in the order in which servers received them.
 *
 * @module
 */
import type { ExactRows } from "../stored/stored.ts";

/** The rows of one table of a part. */
export interface RowSource {
  /** The number of the part. */
  readonly part: number;
  /** The rows, in the order of their ids. */
  readonly blocks: AsyncIterable<ExactRows>;
  /** Seconds to add to their times. */
  readonly offset: number;
}

/** Rows `from` up to `to` of a block of a part. */
export interface RowRun {
  /** The number of the part. */
  readonly part: number;
  /** The block; it is valid until the next run. */
  readonly block: ExactRows;
  /** The first row. */
  readonly from: number;
  /** The row after the last one. */
  readonly to: number;
}

/** The next row of a part. */
interface Head {
  readonly source: RowSource;
  readonly blocks: AsyncIterator<ExactRows>;
  block: ExactRows;
  at: number;
}

/**
 * Merges the rows by their times of arrival. Those of a part keep their order,
 * and only one block of each part is in memory.
 */
export async function* rowsInOrder(
  sources: readonly RowSource[],
): AsyncGenerator<RowRun> {
  const heads: Head[] = [];
  try {
    for (const source of sources) {
      const blocks = source.blocks[Symbol.asyncIterator]();
      const block = await nextBlock(blocks);
      if (block !== undefined) heads.push({ source, blocks, block, at: 0 });
    }
    while (heads.length > 0) {
      const first = earliest(heads);
      const { source: { part }, block, at } = first;
      first.at = endOfRun(first, heads);
      yield { part, block, from: at, to: first.at };
      if (first.at < first.block.count) continue;
      const next = await nextBlock(first.blocks);
      if (next === undefined) heads.splice(heads.indexOf(first), 1);
      else Object.assign(first, { block: next, at: 0 });
    }
  } finally {
    // Files that are read by pages are closed.
    for (const { blocks } of heads) await blocks.return?.();
  }
}

async function nextBlock(
  blocks: AsyncIterator<ExactRows>,
): Promise<ExactRows | undefined> {
  for (;;) {
    const { value, done } = await blocks.next();
    if (done) return undefined;
    if (value.count > 0) return value;
  }
}

/** The head with the earliest row; the first one of several. */
function earliest(heads: readonly Head[]): Head {
  return heads.reduce((a, b) => timeAt(b, b.at) < timeAt(a, a.at) ? b : a);
}

/** Where rows of another part come first. */
function endOfRun(head: Head, heads: readonly Head[]): number {
  let limit = Infinity;
  for (const other of heads) {
    if (other !== head) limit = Math.min(limit, timeAt(other, other.at));
  }
  let end = head.at + 1;
  while (end < head.block.count && timeAt(head, end) <= limit) end++;
  return end;
}

/** A row without a time comes at once. */
function timeAt({ block, source }: Head, row: number): number {
  const time = block.server[row];
  return time === null ? -Infinity : time + source.offset;
}
