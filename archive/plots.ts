/**
 * Values of stored experiments reduced for plots, and how to ask for them.
 *
 * @module
 */
import type { Clock, Selection } from "./rows.ts";

/** Which values to plot. */
export interface SeriesQuery extends Selection {
  /** Numeric or boolean columns. */
  readonly columns: readonly string[];
  /** Width of the plot in pixels, 1 to 4,000. */
  readonly width: number;
}

/** Values to plot. */
export interface Series {
  /** The clock of the times. */
  readonly clock: Clock;
  /** Earliest time of the table's rows, or of the query. */
  readonly from: number;
  /** Latest time of the table's rows, or of the query. */
  readonly to: number;
  /** Share of the rows that were read: 1 if exact, less if sampled. */
  readonly covered: number;
  /** The largest id at the time of the query: a live plot goes on after it. */
  readonly lastId: number;
  /** One line for each sender and column with values. */
  readonly lines: readonly SeriesLine[];
}

/** The values of one column and one sender. */
export interface SeriesLine {
  /** Name of the sender. */
  readonly sender: string;
  /** Name of the column. */
  readonly column: string;
  /** Times, ascending: of the row, or of the middle of the pixel. */
  readonly times: readonly number[];
  /** The smallest value of the pixel; `null`: a gap. Booleans are 0 and 1. */
  readonly min: readonly (number | null)[];
  /** The largest value of the pixel; the same as `min` for a single row. */
  readonly max: readonly (number | null)[];
}

/** Which vectors to plot. */
export interface SpectraQuery extends Selection {
  /** A column of vectors. */
  readonly column: string;
  /** Width of the plot in pixels, 1 to 4,000. */
  readonly width: number;
  /** The most elements of a vector, 1 to 1,024; more are reduced by maximum. */
  readonly bins: number;
}

/** Vectors to plot. */
export interface Spectra {
  /** The clock of the times. */
  readonly clock: Clock;
  /** Earliest time. */
  readonly from: number;
  /** Latest time. */
  readonly to: number;
  /** Share of the rows that were read: 1 if exact, less if sampled. */
  readonly covered: number;
  /** The largest id at the time of the query. */
  readonly lastId: number;
  /** Number of elements of the longest vector. */
  readonly length: number;
  /** Times of the columns of the heat map, ascending. */
  readonly times: readonly number[];
  /** For each time the average of its vectors; `null` without a value. */
  readonly values: readonly (readonly (number | null)[])[];
  /** The latest vector, complete. */
  readonly latest?: {
    /** Its time. */
    readonly time: number;
    /** Name of its sender. */
    readonly sender: string;
    /** Its elements. */
    readonly values: readonly (number | null)[];
  };
}
