/**
 * How an experiment collects, and how much it may hold.
 *
 * @module
 */

/** How an experiment collects. */
export interface ExperimentOptions {
  /** Milliseconds after which waiting rows are committed. */
  readonly commitAfter: number;
  /** Bytes of waiting rows that are committed at once. */
  readonly commitBytes: number;
  /** The most commits under way; one more batch grows meanwhile. */
  readonly commits: number;
  /** Of all experiments; each may have one whatever the others have. */
  readonly allCommits: number;
  /** Bytes of one experiment at which its sessions stop reading. */
  readonly maxBytes: number;
  /**
   * Bytes of all experiments, shared evenly where there are many; what is not
   * decoded yet takes up to half of them.
   */
  readonly allBytes: number;
  /** The most measurement tables of one experiment. */
  readonly tables: number;
  /** The most bytes of their definitions. */
  readonly tableBytes: number;
  /** Whether rejected samples are kept, or only counted. */
  readonly keepRejects: boolean;
}

/** Bytes an experiment may hold however many others there are. */
const LEAST_BYTES = 256 * 1024;

/** What one of several experiments may hold. */
export interface MemoryShare {
  /** Bytes at which its sessions stop reading. */
  readonly most: number;
  /** Bytes of waiting rows that are committed at once. */
  readonly enough: number;
  /** Whether it is less because of the others. */
  readonly isShort: boolean;
}

/**
 * The share of each of so many experiments, where `undecoded` bytes of the
 * memory are taken by what is not decoded yet.
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
  // Where memory is short it should go round: one batch grows while others
  // are under way.
  const enough = isShort ? Math.min(commitBytes, most / 4) : commitBytes;
  return { most, enough, isShort };
}
