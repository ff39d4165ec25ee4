/**
 * Compares what is read from a file with what was written to it.
 *
 * @module
 */
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { DataFact } from "./journal_facts.ts";

/** Bytes read at once. */
const BLOCK = 256 * 1024;

/** Knows checksums of ranges of a file, and looks once at each of them. */
export class RangeCheck {
  #ranges: readonly DataFact[];
  readonly #altered: (range: DataFact) => void;

  /** Tells `altered` of those of `ranges` that are not what they were. */
  constructor(
    ranges: readonly DataFact[],
    altered: (range: DataFact) => void,
  ) {
    this.#ranges = ranges;
    this.#altered = altered;
  }

  /**
   * Looks at the ranges with any of the bytes `from` up to `to`; the first
   * byte of all is at `base` in the file.
   */
  async look(
    file: FileHandle,
    base: number,
    { from, to }: Pick<DataFact, "from" | "to">,
  ): Promise<void> {
    const isTouched = (range: DataFact) => range.from < to && range.to > from;
    const touched = this.#ranges.filter(isTouched);
    if (touched.length === 0) return;
    this.#ranges = this.#ranges.filter((range) => !isTouched(range));
    for (const range of touched) {
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
