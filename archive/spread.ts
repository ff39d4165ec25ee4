/**
 * The order in which parts of a range are read, so that those read up to any
 * moment are spread evenly over it.
 *
 * @module
 */

/** Row ids `from` to `to`, both included. */
export interface IdRange {
  /** The first one. */
  readonly from: number;
  /** The last one. */
  readonly to: number;
}

/** Number of ids in ranges. */
export function idCount(ranges: readonly IdRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + (to - from + 1), 0);
}

/**
 * The numbers 0 to `count - 1`, each once: first 0, then the one in the middle,
 * those in the middle of the halves, and so on.
 */
export function* spreadOrder(count: number): Generator<number> {
  if (count <= 0) return;
  yield 0;
  let top = 1;
  while (top < count) top *= 2;
  for (let step = top / 2; step >= 1; step /= 2) {
    for (let i = step; i < count; i += 2 * step) yield i;
  }
}

/**
 * The parts of `ranges` to read, in spread order: everything in parts of
 * `partIds` ids if that is all, otherwise `parts` parts of the same size at
 * equal distances.
 */
export function* spreadParts(
  ranges: readonly IdRange[],
  { partIds, parts = Infinity }: {
    readonly partIds: number;
    readonly parts?: number;
  },
): Generator<IdRange> {
  const total = idCount(ranges);
  const all = Math.ceil(total / partIds);
  const count = Math.min(all, parts);
  const distance = count === all ? partIds : total / count;
  for (const i of spreadOrder(count)) {
    const start = Math.floor(i * distance);
    yield* cut(ranges, start, Math.min(start + partIds, total));
  }
}

/** Ids number `start` to `end - 1` of the ranges, counted through all. */
function* cut(
  ranges: readonly IdRange[],
  start: number,
  end: number,
): Generator<IdRange> {
  let before = 0;
  for (const { from, to } of ranges) {
    const first = Math.max(start - before, 0);
    const last = Math.min(end - before, to - from + 1) - 1;
    if (first <= last) yield { from: from + first, to: from + last };
    before += to - from + 1;
    if (before >= end) return;
  }
}
