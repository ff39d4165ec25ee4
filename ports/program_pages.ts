/**
 * The pages of a program's own file in its memory. A runtime is a file of a
 * hundred megabytes, of which the start of a program touches half.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import process from "node:process";

/** The kernel's list of this process's mappings, with what each holds. */
const MAPPINGS = "/proc/self/smaps";

/** A mapping's first line: addresses, permissions, and the file if any. */
const MAPPING = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+ *(.*)$/;

/** Bytes of a mapping that are not the file's any more. */
const CHANGED = /^Anonymous: +(\d+) kB$/;

/** `madvise(2)`: these pages are not needed; the next use maps them again. */
const MADV_DONTNEED = 4;

/** A part of the address space. */
export interface AddressRange {
  /** Its first address. */
  readonly start: bigint;
  /** Its number of bytes. */
  readonly length: bigint;
}

/** The C library's `madvise`. */
type Madvise = (start: bigint, length: bigint, advice: number) => number;

/** Unmaps the pages of this process's program by `madvise`. */
export function unmapProgramPages(madvise: Madvise): void {
  for (const { start, length } of programPages()) {
    madvise(start, length, MADV_DONTNEED);
  }
}

/**
 * Where this process has mapped its program, and nothing has changed since: the
 * kernel can map those pages again from the file, which it keeps as long as
 * there is memory. Empty on other systems than Linux.
 */
export function programPages(): AddressRange[] {
  try {
    return unchangedMappings(
      readFileSync(MAPPINGS, "utf8"),
      process.execPath,
    );
  } catch {
    // Without /proc everything stays as it is.
    return [];
  }
}

/** The read-only mappings of `file` in `smaps` without changed pages. */
export function unchangedMappings(
  smaps: string,
  file: string,
): AddressRange[] {
  const found: AddressRange[] = [];
  let current: AddressRange | undefined;
  for (const line of smaps.split("\n")) {
    const [, from, to, permissions, path] = MAPPING.exec(line) ?? [];
    if (from !== undefined) {
      if (current !== undefined) found.push(current);
      const start = BigInt(`0x${from}`);
      const isCandidate = path === file && /^r-[-x]p$/.test(permissions);
      current = isCandidate
        ? { start, length: BigInt(`0x${to}`) - start }
        : undefined;
    } else if (Number(CHANGED.exec(line)?.[1] ?? 0) > 0) {
      current = undefined;
    }
  }
  if (current !== undefined) found.push(current);
  return found;
}
