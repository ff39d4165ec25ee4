/**
 * A database file as the file system shows it, without opening it: closing any
 * descriptor of a database drops the locks that its process has on it.
 *
 * @module
 */
import { type BigIntStats, realpathSync, statSync } from "node:fs";

/** A database and the files beside it. */
export interface FileState {
  /** The path with links resolved, next to which SQLite has its other files. */
  readonly path: string;
  /** Identifies the file, whatever is written to it. */
  readonly identity: string;
  /** Differs as soon as something was written, except in the very same moment. */
  readonly version: string;
  /** When something was last written, UNIX milliseconds. */
  readonly changedAt: number;
  /** Bytes of all files. */
  readonly bytes: number;
  /** Bytes of the write-ahead log; unset without one. */
  readonly logBytes?: number;
  /** Whether the index of the log exists. */
  readonly hasLogIndex: boolean;
  /** Whether a rollback journal exists. */
  readonly hasJournal: boolean;
}

/**
 * Looks at a database file.
 *
 * @throws {Error} if it does not exist, or may not be looked at.
 */
export function fileState(name: string): FileState {
  return resolvedState(realpathSync(name));
}

/**
 * The same for a path without links, such as `path` of a state.
 *
 * @throws {Error} if it does not exist, or may not be looked at.
 */
export function resolvedState(path: string): FileState {
  const file = statSync(path, { bigint: true });
  const log = sideFile(`${path}-wal`);
  const journal = sideFile(`${path}-journal`);
  const parts = [file, log, journal];
  return {
    path,
    identity: `${file.dev}:${file.ino}`,
    version: parts.map(stamp).join(" "),
    changedAt: Math.max(...parts.map((part) => Number(part?.mtimeMs ?? 0n))),
    bytes: Number(file.size + (log?.size ?? 0n)),
    ...log === undefined ? {} : { logBytes: Number(log.size) },
    hasLogIndex: sideFile(`${path}-shm`) !== undefined,
    hasJournal: journal !== undefined && journal.size > 0n,
  };
}

function sideFile(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function stamp(file: BigIntStats | undefined): string {
  return file === undefined
    ? "-"
    : `${file.ino}:${file.size}:${file.mtimeNs}:${file.ctimeNs}`;
}
