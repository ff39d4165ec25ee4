/**
 * The contract for reading stored experiments completely and exactly: every row
 * with the value that was stored, wherever it is. Export, report and comparison
 * are built on it; the page reads parts of experiments through `archive/`.
 *
 * Times of rows are in seconds since the experiment's start, as stored; add
 * `startTime` for UNIX seconds.
 *
 * @module
 */
import type { ConversionTotal, RejectTotal } from "../archive/activity.ts";
import type { ExperimentDescription } from "../archive/archive.ts";
import type { Selection } from "../archive/rows.ts";

/** Experiments that are stored in one place; it never writes there. */
export interface StoredPlace extends AsyncDisposable {
  /** Name of the place, for people: a file, a directory, a PostgreSQL URI. */
  readonly place: string;
  /**
   * The names of all experiments, sorted.
   *
   * @throws {ArchiveError} if the place can't be read.
   */
  names(): Promise<readonly string[]>;
  /**
   * Opens an experiment.
   *
   * @throws {NotFoundError} if there is no such experiment.
   * @throws {ArchiveError} if it can't be read.
   */
  open(name: string): Promise<StoredExperiment>;
}

/** An experiment, as it was when it was opened. */
export interface StoredExperiment extends AsyncDisposable {
  /** Its name: the domain. */
  readonly name: string;
  /** Where it is, for people. */
  readonly place: string;
  /** Its senders, tables with columns, and all of its metadata. */
  readonly description: ExperimentDescription;
  /**
   * The rows of a table in the order of their ids, in blocks of a few thousand.
   * Rows that are stored after the experiment was opened are left out.
   *
   * @throws {NotFoundError} if there is no such table, column or sender.
   * @throws {ArchiveError} if it can't be read.
   */
  rows(table: string, query?: ExactQuery): AsyncIterable<ExactRows>;
  /**
   * The samples that were rejected, in the order of their arrival, in blocks.
   *
   * @throws {ArchiveError} if they can't be read.
   */
  rejects(): AsyncIterable<readonly StoredReject[]>;
  /**
   * The numbers of rejected samples by sender and reason, also of those that
   * are not kept.
   *
   * @throws {ArchiveError} if they can't be read.
   */
  rejectTotals(): Promise<readonly RejectTotal[]>;
  /**
   * The numbers of converted values by sender.
   *
   * @throws {ArchiveError} if they can't be read.
   */
  conversionTotals(): Promise<readonly ConversionTotal[]>;
}

/** Which rows, and what of them. */
export interface ExactQuery extends Selection {
  /** The measured columns; all if not given, none if empty. */
  readonly columns?: readonly string[];
}

/**
 * A stored value:
 *
 * | type                          | value                                    |
 * | ----------------------------- | ---------------------------------------- |
 * | `int32`, `uint32`, `double`   | number, also infinite, NaN if stored     |
 * | `int64`, `uint64`, `guid`     | bigint                                   |
 * | `string`                      | string                                   |
 * | `bool`                        | boolean                                  |
 * | `blob`                        | bytes                                    |
 * | vectors                       | list of the values of the elements       |
 * | any                           | `null` for NULL                          |
 *
 * Unsigned values are positive, also where a database has them as negative ones.
 * A value that the type does not allow, written by another program, is given as
 * the database has it.
 */
export type ExactValue =
  | null
  | number
  | bigint
  | string
  | boolean
  | Uint8Array
  | readonly ExactElement[];

/** An element of a vector; `null` for one that is no number. */
export type ExactElement = number | bigint | boolean | null;

/** The values of a column, by row. Lists are such columns. */
export interface ExactColumn {
  /** The number of values. */
  readonly length: number;
  /** The value of a row; `undefined` if there is no such row. */
  at(row: number): ExactValue | undefined;
  /** The values as they were read, if they can be used without conversion. */
  readonly raw?: RawColumn;
}

/** What a value of a {@linkcode RawColumn} is. */
export type Form = "null" | "number" | "text" | "other";

/** Values in the memory into which they were read. */
export interface RawColumn extends ExactColumn {
  /** The memory. */
  readonly bytes: Uint8Array;
  /** What the value of a row is; `at` gives one that is something else. */
  form(row: number): Form;
  /** The value of a row that is a number: finite, and exact. */
  number(row: number): number;
  /** The offset of a text in the memory, in UTF-8. */
  from(row: number): number;
  /** The offset of its end. */
  to(row: number): number;
}

/** Rows of a table, column by column, valid until the next ones are taken. */
export interface ExactRows {
  /** Number of rows. */
  readonly count: number;
  /** `oml_tuple_id`, ascending. */
  readonly ids: readonly number[];
  /** `oml_sender_id`; the names are in the experiment's description. */
  readonly senders: readonly number[];
  /** `oml_seq`. */
  readonly seqs: readonly number[];
  /** `oml_ts_client`. */
  readonly client: readonly (number | null)[];
  /** `oml_ts_server`. */
  readonly server: readonly (number | null)[];
  /** The values, for each column of the query in its order. */
  readonly values: readonly ExactColumn[];
}

/** A rejected sample. */
export interface StoredReject {
  /** When it arrived, in seconds since the experiment's start. */
  readonly time: number;
  /** `oml_sender_id`. */
  readonly sender: number;
  /** Index of its stream, if that was defined. */
  readonly stream: number | undefined;
  /** Why it was rejected. */
  readonly reason: string;
  /** Its first bytes. */
  readonly raw: Uint8Array;
  /** Its original number of bytes. */
  readonly length: number;
}
