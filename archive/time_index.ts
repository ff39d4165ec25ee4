/**
 * In which rows of a table a time can be: the earliest and the latest time of
 * each block of rows, by both clocks.
 *
 * @module
 */
import type { Clock } from "./rows.ts";
import type { IdRange } from "./spread.ts";

/** Number of ids in a block. */
export const BLOCK_IDS = 8192;

/** The most blocks: 32 bytes each. */
const MOST_BLOCKS = 1 << 20;

/** The earliest and the latest time of some rows, if any has a time. */
export interface TimeRange {
  /** The earliest. */
  readonly from: number;
  /** The latest. */
  readonly to: number;
}

/** The times of a block's rows. */
export interface BlockTimes {
  /** Their times by the client's clock. */
  readonly client: TimeRange | undefined;
  /** Their times by the server's clock. */
  readonly server: TimeRange | undefined;
}

/** Earliest and latest times for one clock. */
interface Times {
  readonly from: number[];
  readonly to: number[];
}

/**
 * An index of a table that only grows. Blocks are added in order. Only complete
 * blocks may be added: their rows do not change any more.
 */
export class TimeIndex {
  readonly #first: number;
  readonly #times: Readonly<Record<Clock, Times>> = {
    client: { from: [], to: [] },
    server: { from: [], to: [] },
  };

  /** The smallest id of the table is `firstId`. */
  constructor(firstId: number) {
    this.#first = Math.floor(firstId / BLOCK_IDS);
  }

  /** The first id that is not indexed. */
  get end(): number {
    return (this.#first + this.#times.server.from.length) * BLOCK_IDS;
  }

  /** The next block to add, if it is complete now that `lastId` exists. */
  next(lastId: number): IdRange | undefined {
    const from = this.end;
    const to = from + BLOCK_IDS - 1;
    const isFull = this.#times.server.from.length >= MOST_BLOCKS;
    return to <= lastId && !isFull ? { from, to } : undefined;
  }

  /** Adds the block that {@linkcode TimeIndex.next} has returned. */
  add(times: BlockTimes): void {
    for (const clock of ["client", "server"] as const) {
      const { from, to } = this.#times[clock];
      from.push(times[clock]?.from ?? Infinity);
      to.push(times[clock]?.to ?? -Infinity);
    }
  }

  /** The times of all indexed rows, if any has one. */
  extent(clock: Clock): TimeRange | undefined {
    const times = this.#times[clock];
    const least = (a: number, b: number) => b > -Infinity && b < a ? b : a;
    const most = (a: number, b: number) => b < Infinity && b > a ? b : a;
    const from = times.from.reduce(least, Infinity);
    const to = times.to.reduce(most, -Infinity);
    return from <= to ? { from, to } : undefined;
  }

  /**
   * The ids in `ids` of which a row can have a time from `from` to `to`; those
   * that are not indexed included.
   */
  find(ids: IdRange, clock: Clock, { from, to }: TimeRange): IdRange[] {
    const found: IdRange[] = [];
    const add = (range: IdRange) => {
      const last = found.at(-1);
      if (last === undefined || last.to + 1 < range.from) found.push(range);
      else found[found.length - 1] = { from: last.from, to: range.to };
    };
    const times = this.#times[clock];
    const within = (a: number, b: number) => {
      const range = { from: Math.max(a, ids.from), to: Math.min(b, ids.to) };
      if (range.from <= range.to) add(range);
    };
    const start = this.#first * BLOCK_IDS;
    within(-Infinity, start - 1);
    for (let i = 0; i < times.from.length; i++) {
      if (times.from[i] > to || times.to[i] < from) continue;
      within(start + i * BLOCK_IDS, start + (i + 1) * BLOCK_IDS - 1);
    }
    within(this.end, Infinity);
    return found;
  }
}
