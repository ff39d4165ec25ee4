/**
 * What a database records of a stream that was imported into it.
 *
 * A record is the progress of a resumable stream, so it is committed with the
 * rows. Its name has the digest and the size that the stream had when its
 * import began: they tell whether another file has the same stream, or one that
 * has grown since.
 *
 * @module
 */
import type { Progress } from "../server/rows/store.ts";

/** How the names of imported streams begin; those of clients are UUIDs. */
export const IMPORTED = "import ";

/** What identifies a stream of a file. */
export interface StreamKey {
  /** Digest of its headers. */
  readonly head: string;
  /** Digest of all of it. */
  readonly digest: string;
  /** Its bytes. */
  readonly size: number;
  /** Its number among the same streams of the file, from 1. */
  readonly occurrence: number;
}

/** A stream that was imported, all or part of it. */
export interface ImportRecord extends StreamKey {
  /** The name of its progress. */
  readonly name: string;
  /** How often it was imported on purpose, from 1. */
  readonly copy: number;
  /**
   * Bytes of it that are stored; more than its size once the incomplete message
   * behind it, too, was rejected.
   */
  readonly offset: number;
}

const NAME =
  /^import ([0-9a-f]{32}) ([0-9a-f]{32}) ([0-9]{1,15}) ([0-9]{1,9}) ([0-9]{1,9})$/;

/** The record that is the progress of a stream, if it is one. */
export function readRecord(
  { stream: name, offset }: Progress,
): ImportRecord | undefined {
  const [, head, digest, ...numbers] = NAME.exec(name) ?? [];
  if (head === undefined || digest === undefined) return undefined;
  const [size, occurrence, copy] = numbers.map(Number);
  return { name, head, digest, size, occurrence, copy, offset };
}

/** The record of a stream of which `offset` bytes are stored. */
export function makeRecord(
  { head, digest, size, occurrence }: StreamKey,
  copy: number,
  offset: number,
): ImportRecord {
  const name = `${IMPORTED}${head} ${digest} ${size} ${occurrence} ${copy}`;
  return { name, head, digest, size, occurrence, copy, offset };
}

/** Bytes of complete messages that are stored. */
export function completeBytes(
  { offset, size }: Pick<ImportRecord, "offset" | "size">,
): number {
  return Math.min(offset, size);
}

/**
 * Whether nothing is left of a stream behind which `tail` bytes of an incomplete
 * message follow. How many they were before does not matter.
 */
export function isStored(
  { offset, size }: ImportRecord,
  tail: number,
): boolean {
  return tail > 0 ? offset > size : offset >= size;
}

/** Whether two keys are of the same stream. */
export function isSame(one: StreamKey, other: StreamKey): boolean {
  return one.digest === other.digest && one.size === other.size &&
    one.occurrence === other.occurrence;
}

/** The keys of a file's streams, in their order. */
export function keysOf(
  blocks: readonly Omit<StreamKey, "occurrence">[],
): StreamKey[] {
  const seen = new Map<string, number>();
  return blocks.map(({ head, digest, size }) => {
    const name = `${digest} ${size}`;
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return { head, digest, size, occurrence };
  });
}
