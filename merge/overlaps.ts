/**
 * Finds the rows that several parts may have.
 *
 * @module
 */
import type { ExactRows } from "../stored/stored.ts";

/**
 * Seconds by which the times of the same tuple may differ: servers store them
 * relative to different starts.
 */
export const SAME_TIME = 1e-6;

/** The rows of one sender in a table of a part. */
interface Extent {
  firstSeq: number;
  lastSeq: number;
  firstTime: number;
  lastTime: number;
}

/** The client's time of a row; the same for all rows without one. */
export function clientTime(
  { client }: ExactRows,
  row: number,
  offset: number,
): number {
  const time = client[row];
  return time === null ? Number.MIN_SAFE_INTEGER : time + offset;
}

/**
 * What each part has of a table: sequence numbers and client times of each
 * sender. A client that was restarted repeats numbers, one that continues
 * elsewhere does not; what it has sent twice repeats both.
 */
export class Overlaps {
  /** By part, then by sender. */
  readonly #extents = new Map<number, Map<number, Extent>>();

  /** Notes the rows of a part; `senders` has their common numbers. */
  async note(
    part: number,
    blocks: AsyncIterable<ExactRows>,
    offset: number,
    sender: (id: number) => number,
  ): Promise<void> {
    const extents = new Map<number, Extent>();
    this.#extents.set(part, extents);
    for await (const block of blocks) {
      for (let row = 0; row < block.count; row++) {
        const number = sender(block.senders[row]);
        const extent = extents.get(number) ?? emptyExtent();
        extents.set(number, extent);
        widen(extent, block.seqs[row], clientTime(block, row, offset));
      }
    }
  }

  /** Whether another part may have the same row. */
  has(part: number, sender: number, seq: number, time: number): boolean {
    for (const [other, extents] of this.#extents) {
      if (other === part) continue;
      const extent = extents.get(sender);
      if (extent !== undefined && includes(extent, seq, time)) return true;
    }
    return false;
  }
}

function emptyExtent(): Extent {
  return {
    firstSeq: Infinity,
    lastSeq: -Infinity,
    firstTime: Infinity,
    lastTime: -Infinity,
  };
}

function widen(extent: Extent, seq: number, time: number): void {
  if (seq < extent.firstSeq) extent.firstSeq = seq;
  if (seq > extent.lastSeq) extent.lastSeq = seq;
  if (time < extent.firstTime) extent.firstTime = time;
  if (time > extent.lastTime) extent.lastTime = time;
}

function includes(
  { firstSeq, lastSeq, firstTime, lastTime }: Extent,
  seq: number,
  time: number,
): boolean {
  return seq >= firstSeq && seq <= lastSeq &&
    time >= firstTime - SAME_TIME && time <= lastTime + SAME_TIME;
}
