/**
 * Compares a file with the checksums of what was written to it.
 *
 * @module
 */
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { DataFact } from "./journal_facts.ts";

/** Bytes read at a time. */
const BLOCK = 256 * 1024;

/** Checks each range of a file once. */
export class RangeCheck {
  #ranges: readonly DataFact[];
  readonly #altered: (range: DataFact) => void;

  /** Calls `altered` with those of `ranges` that differ. */
  constructor(
    ranges: readonly DataFact[],
    altered: (range: DataFact) => void,
  ) {
    this.#ranges = ranges;
    this.#altered = altered;
  }

  /**
   * Checks the ranges that overlap the bytes from `from` to `to`; offset 0 is
   * at `base` in the file.
   */
  async check(
    file: FileHandle,
    base: number,
    { from, to }: Pick<DataFact, "from" | "to">,
  ): Promise<void> {
    const overlaps = (range: DataFact) => range.from < to && range.to > from;
    const overlapping = this.#ranges.filter(overlaps);
    if (overlapping.length === 0) return;
    this.#ranges = this.#ranges.filter((range) => !overlaps(range));
    for (const range of overlapping) {
      const crc = await checksum(file, base + range.from, base + range.to);
      if (crc !== range.crc) this.#altered(range);
    }
  }
}

/** The CRC-32 of a part of a file. */
export async function checksum(
  file: FileHandle,
  from: number,
  to: number,
): Promise<number> {
  const block = new Uint8Array(Math.min(BLOCK, to - from));
  let crc = 0;
  for (let at = from; at < to;) {
    const length = Math.min(block.length, to - at);
    const { bytesRead } = await file.read(block, 0, length, at);
    crc = crc32(block.subarray(0, bytesRead), crc);
    at += Math.max(bytesRead, 1);
  }
  return crc;
}
