/**
 * A flush for the SQLite store: its large batches may already be database
 * pages, or in memory that threads share.
 *
 * @module
 */
import type { TableRows } from "../store.ts";
import type { PermittedFlush } from "../worker/commit_permit.ts";

/** A flush, with some of its rows possibly elsewhere than in `rows`. */
export interface SqliteFlush extends PermittedFlush {
  /** Rows as pages of a database. */
  readonly image?: RowImage;
  /** Rows in memory that threads share. */
  readonly shared?: SharedRows;
}

/** All rows of a flush that are not in an image. */
export function boundRows(
  { shared, rows }: SqliteFlush,
): readonly TableRows<ArrayBufferLike>[] {
  return [...shared?.rows ?? [], ...rows];
}

/** Rows of several tables in one block of memory that threads share. */
export interface SharedRows {
  /** The memory of all of them. */
  readonly memory: SharedArrayBuffer;
  /** The rows of each table. */
  readonly rows: readonly TableRows<SharedArrayBuffer>[];
}

/** Rows of several tables, laid out as an SQLite database. */
export interface RowImage {
  /** The database file, in memory that threads share. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** The rows of each table. */
  readonly parts: readonly ImagePart[];
}

/** The rows of one table within a {@linkcode RowImage}. */
export interface ImagePart {
  /** Number of the table. */
  readonly handle: number;
  /** Number of columns of each row. */
  readonly columns: number;
  /** Row id of the first row. */
  readonly first: number;
  /** Row id of the last row. */
  readonly last: number;
}
