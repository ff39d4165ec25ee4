/**
 * How much of an experiment is read, on a terminal.
 *
 * @module
 */
import { formatCount, formatShare } from "../../web/format/numbers.ts";

const WIDTH = 30;

/** A bar for `done` of `all` rows, which may be estimated. */
export function progressBar(done: number, all: number): string {
  const share = all <= 0 ? 1 : Math.min(1, done / all);
  const full = Math.floor(share * WIDTH);
  const bar = "#".repeat(full) + "-".repeat(WIDTH - full);
  return `[${bar}] ${formatShare(share)}, ${formatCount(done)} rows`;
}
