/**
 * The contract for reading stored experiments, whatever stores them. Everything
 * in these types is plain data, so that an archive can run in another thread
 * and its answers can be sent as JSON.
 *
 * Times of rows are in seconds since the experiment's start, as stored; add
 * `startTime` for UNIX seconds.
 *
 * @module
 */

import type { Activity } from "./activity.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "./rows.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "./plots.ts";

/** Experiments that are stored in one place; it never writes there. */
export interface Archive {
  /** Name of the place, for people: a file, a directory, a PostgreSQL URI. */
  readonly place: string;
  /**
   * All experiments, by name.
   *
   * @throws {ArchiveError} if the place can't be read.
   */
  experiments(): Promise<readonly ExperimentSummary[]>;
  /**
   * The contents of an experiment except its rows.
   *
   * @throws {NotFoundError} if there is no such experiment.
   */
  describe(experiment: string): Promise<ExperimentDescription>;
  /**
   * Who sent what, and what is missing. Rows are counted in the background:
   * the first answers for a large experiment cover only part of it.
   */
  activity(experiment: string): Promise<Activity>;
  /**
   * Rows of a table, in the order of their ids.
   *
   * @throws {NotFoundError} if there is no such table, column or sender.
   * @throws {TimeLimitError} if it takes longer than 2 s.
   */
  rows(experiment: string, table: string, query: RowsQuery): Promise<Rows>;
  /**
   * Numeric and boolean columns over time, by sender, reduced to the smallest
   * and largest value for each pixel.
   */
  series(
    experiment: string,
    table: string,
    query: SeriesQuery,
  ): Promise<Series>;
  /** A column of vectors over time: the average vector for each pixel. */
  spectra(
    experiment: string,
    table: string,
    query: SpectraQuery,
  ): Promise<Spectra>;
  /** Samples that were rejected, the latest first. */
  rejects(experiment: string, query: RejectsQuery): Promise<Rejects>;
  /** Ends all queries, and removes temporary files. */
  close(): Promise<void>;
}

/** An experiment in a list. */
export interface ExperimentSummary {
  /** Its name: the domain. */
  readonly name: string;
  /** Bytes on disk; unset if unknown. */
  readonly bytes?: number;
  /** Its start, UNIX seconds; unset if no client gave one. */
  readonly startTime?: number;
  /** Number of its measurement tables. */
  readonly tables: number;
  /** Number of its senders. */
  readonly senders: number;
  /** Number of its rows; an estimate from ids, exact if no row was removed. */
  readonly rows: number;
  /** When the server received the first row, UNIX seconds; unset without rows. */
  readonly firstRow?: number;
  /** When the server received the latest row, UNIX seconds; unset without rows. */
  readonly lastRow?: number;
  /** Why it can't be read; the numbers are 0 then. */
  readonly fault?: string;
}

/** An experiment. */
export interface ExperimentDescription {
  /** Its name. */
  readonly name: string;
  /** Its start, UNIX seconds; unset if no client gave one. */
  readonly startTime?: number;
  /** Its senders, by id. */
  readonly senders: readonly SenderName[];
  /** Its measurement tables, by name. */
  readonly tables: readonly TableShape[];
  /** What clients and server recorded about it. */
  readonly metadata: readonly MetadataEntry[];
}

/** A sender. */
export interface SenderName {
  /** Its number in the tables. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
}

/** A measurement table. */
export interface TableShape {
  /** Its name. */
  readonly name: string;
  /** Number of its rows, estimated from ids. */
  readonly rows: number;
  /** The measured columns, without those that OML adds. */
  readonly columns: readonly ColumnShape[];
}

/** What can be done with the values of a column. */
export type ColumnKind =
  | "number"
  | "boolean"
  | "text"
  | "vector"
  | "blob";

/** A measured column. */
export interface ColumnShape {
  /** Its name. */
  readonly name: string;
  /** Its type in the schema (OMSP), or in the database if that is unknown. */
  readonly type: string;
  /** Its kind. */
  readonly kind: ColumnKind;
  /** Its unit, from the metadata. */
  readonly unit?: string;
  /** Its description, from the metadata. */
  readonly description?: string;
}

/** A row of metadata. */
export interface MetadataEntry {
  /** What it is about, such as `.app_point.field`. */
  readonly subject: string;
  /** Its key. */
  readonly key: string;
  /** Its value. */
  readonly value: string;
  /** Name of the sender; unset for the server's own. */
  readonly sender?: string;
}
