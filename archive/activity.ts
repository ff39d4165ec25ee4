/**
 * Who sent what to a stored experiment.
 *
 * @module
 */

/** Who sent what to an experiment. */
export interface Activity {
  /** The time of this answer, UNIX seconds. */
  readonly time: number;
  /** Share of the rows that the counts cover, 0 to 1. */
  readonly covered: number;
  /** The cells of the matrix of senders and tables; only those with rows. */
  readonly cells: readonly ActivityCell[];
  /** Rejected samples, by sender and reason. */
  readonly rejects: readonly RejectTotal[];
  /** Values that differ from the text that was sent, by sender. */
  readonly conversions: readonly ConversionTotal[];
}

/** The rows of one sender in one table. */
export interface ActivityCell {
  /** Name of the sender; `#ID` if the id has no name. */
  readonly sender: string;
  /** Name of the table. */
  readonly table: string;
  /** Number of rows. */
  readonly tuples: number;
  /** The smallest `oml_seq`. */
  readonly firstSeq: number;
  /** The largest `oml_seq`. */
  readonly lastSeq: number;
  /**
   * Sequence numbers that are missing. A sequence that starts again at a lower
   * number, as after a restart of the client, is a new run, not a gap.
   */
  readonly gaps: number;
  /** Rows whose sequence number another row of the same run has. */
  readonly duplicates: number;
  /** When the server received the first row. */
  readonly first: number;
  /** When the server received the last row. */
  readonly last: number;
  /** Tuples per second of late: of about the last 10 s before `time`. */
  readonly rate: number;
  /** The longest time between two successive rows, in seconds. */
  readonly longestSilence: number;
  /**
   * Estimated offset of the sender's clock in seconds, positive if it is
   * ahead: the largest difference of client and server time.
   */
  readonly clockOffset: number;
}

/** Number of rejected samples of one sender for one reason. */
export interface RejectTotal {
  /** Name of the sender; `#ID` if the id has no name. */
  readonly sender: string;
  /** The reason. */
  readonly reason: string;
  /** The number. */
  readonly count: number;
}

/** Number of converted values of one sender. */
export interface ConversionTotal {
  /** Name of the sender; `#ID` if the id has no name. */
  readonly sender: string;
  /** The number. */
  readonly count: number;
}
