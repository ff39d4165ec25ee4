/**
 * A flush as the SQLite store takes it: its large batches may already be laid
 * out as database pages.
 *
 * @module
 */
import type { PermittedFlush } from "../worker/commit_permit.ts";

/** A flush, some of whose rows may be in an image instead of its `rows`. */
export interface SqliteFlush extends PermittedFlush {
  /** Rows as pages of a database. */
  readonly image?: RowImage;
}

/** Rows of several tables, laid out as an SQLite database. */
export interface RowImage {
  /** The database file, in memory that threads share. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** Which rows are for which table. */
  readonly parts: readonly ImagePart[];
}

/** The rows of one table within a {@linkcode RowImage}. */
export interface ImagePart {
  /** Number of the table. */
  readonly handle: number;
  /** How many columns each row has. */
  readonly columns: number;
  /** Row id of the first row. */
  readonly first: number;
  /** Row id of the last row. */
  readonly last: number;
}
