/**
 * Rows and rejected samples of stored experiments, and how to ask for them.
 *
 * @module
 */

/** The clock whose time a query means. */
export type Clock = "client" | "server";

/** Rows in a part of the time, of some senders. */
export interface Selection {
  /** Names of the senders; all if not given. */
  readonly senders?: readonly string[];
  /** The clock of `from` and `to`; `server` if not given. */
  readonly clock?: Clock;
  /** The earliest time; unlimited if not given. */
  readonly from?: number;
  /** The latest time; unlimited if not given. */
  readonly to?: number;
}

/** Which rows of a table. */
export interface RowsQuery extends Selection {
  /** The columns; all if not given. */
  readonly columns?: readonly string[];
  /** Only rows with greater ids. */
  readonly after?: number;
  /** Only rows with smaller ids; then the last ones, still in ascending order. */
  readonly before?: number;
  /** The most rows, 1 to 10,000. */
  readonly limit: number;
}

/**
 * A value as JSON. Integers beyond 2^53 are decimal strings, infinities are
 * `"Infinity"` and `"-Infinity"`, and blobs are in base64.
 */
export type CellValue = number | string | boolean | null | readonly CellValue[];

/** Rows of a table, column by column. */
export interface Rows {
  /** `oml_tuple_id`, ascending. */
  readonly ids: readonly number[];
  /** Names of the senders. */
  readonly senders: readonly string[];
  /** `oml_seq`. */
  readonly seqs: readonly number[];
  /** `oml_ts_client`. */
  readonly client: readonly (number | null)[];
  /** `oml_ts_server`. */
  readonly server: readonly (number | null)[];
  /** The values of the columns, by their names. */
  readonly values: Readonly<Record<string, readonly CellValue[]>>;
  /**
   * Where to go on: the largest id that was looked at. Greater than the last
   * of `ids` if rows were skipped; use it as `after`.
   */
  readonly lastId: number;
  /** Whether there may be more in this direction. */
  readonly more: boolean;
}

/** Which rejected samples. */
export interface RejectsQuery {
  /** Name of the sender; all if not given. */
  readonly sender?: string;
  /** Only samples with smaller ids. */
  readonly before?: number;
  /** The most samples, 1 to 1,000. */
  readonly limit: number;
}

/** Rejected samples. */
export interface Rejects {
  /** The samples, the latest first. */
  readonly samples: readonly RejectedSample[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** A rejected sample. */
export interface RejectedSample {
  /** Its id. */
  readonly id: number;
  /** When it arrived, in seconds since the experiment's start. */
  readonly time: number;
  /** Name of the sender; `#ID` if the id has no name. */
  readonly sender: string;
  /** Index of its stream, if that was defined. */
  readonly stream?: number;
  /** Why it was rejected. */
  readonly reason: string;
  /** Its first bytes, in base64. */
  readonly raw: string;
  /** Its original number of bytes. */
  readonly length: number;
}
