/**
 * How an experiment collects rows, and how much it may hold.
 *
 * @module
 */

/** How an experiment collects rows. */
export interface ExperimentOptions {
  /**
   * Milliseconds after which waiting rows are committed; an eighth more or less,
   * so that several experiments do so together.
   */
  readonly commitAfter: number;
  /** Bytes of waiting rows that trigger a commit. */
  readonly commitBytes: number;
  /** Maximum number of commits in progress; the next batch grows meanwhile. */
  readonly commits: number;
  /** The same for all experiments together; each may always have one. */
  readonly allCommits: number;
  /** Bytes of one experiment at which its sessions stop reading. */
  readonly maxBytes: number;
  /**
   * Bytes of all experiments, shared evenly if there are many; undecoded data
   * takes up to half of them.
   */
  readonly allBytes: number;
  /** Maximum number of measurement tables of one experiment. */
  readonly tables: number;
  /** Maximum number of bytes of their definitions. */
  readonly tableBytes: number;
  /** Whether rejected samples are kept, or only counted. */
  readonly keepRejects: boolean;
}

/** Bytes that an experiment may always hold, however many others there are. */
const LEAST_BYTES = 256 * 1024;

/** Bytes below which an experiment holds little, however small its share is. */
export function leastShare(
  { commitBytes, maxBytes }: ExperimentOptions,
): number {
  return Math.min(commitBytes, maxBytes, LEAST_BYTES / 4);
}

/** The memory that one of several experiments may hold. */
export interface MemoryShare {
  /** Bytes at which its sessions stop reading. */
  readonly most: number;
  /** Bytes of waiting rows that trigger a commit. */
  readonly enough: number;
  /** Whether the other experiments reduce it. */
  readonly isShort: boolean;
}

/**
 * Returns the share of each of `experiments` experiments when undecoded data
 * takes `undecoded` bytes of the memory.
 */
export function memoryShare(
  { commitBytes, maxBytes, allBytes }: ExperimentOptions,
  experiments: number,
  undecoded = 0,
): MemoryShare {
  const most = Math.min(
    maxBytes,
    Math.max((allBytes - undecoded) / experiments, LEAST_BYTES),
  );
  const isShort = most < maxBytes;
  // Short memory must circulate: one batch grows while others are being
  // committed.
  const enough = isShort ? Math.min(commitBytes, most / 4) : commitBytes;
  return { most, enough, isShort };
}
