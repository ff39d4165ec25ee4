/**
 * What a report says of an experiment. The JSON format is this type; so names
 * and meanings stay as they are, and nothing is left out: what is unknown is
 * `null`.
 *
 * Times are in seconds since the experiment's start; add `startTime` for UNIX
 * seconds.
 *
 * @module
 */

/** A report on one experiment. */
export interface Report {
  /** Name of the experiment: the domain. */
  readonly experiment: string;
  /** Where it is stored. */
  readonly place: string;
  /** Its start, UNIX seconds; `null` if no client gave one. */
  readonly startTime: number | null;
  /** When the report was made, UNIX seconds. */
  readonly reportTime: number;
  /** The result in one line. */
  readonly verdict: Verdict;
  /** The sums over all senders and tables. */
  readonly totals: Totals;
  /** The time axis of all `rates`; `null` without rows. */
  readonly axis: Axis | null;
  /** Everything that deserves a look, the worst first. */
  readonly findings: readonly Finding[];
  /** The measurement tables, by name. */
  readonly tables: readonly TableReport[];
  /** The senders, by number. */
  readonly senders: readonly SenderReport[];
}

/**
 * `complete`: nothing is missing, nothing is wrong; `flawed`: nothing is
 * missing, but something is wrong; `incomplete`: something is missing.
 */
export type State = "complete" | "flawed" | "incomplete";

/** The result. */
export interface Verdict {
  /** In one word. */
  readonly state: State;
  /** In one line, which begins with that word or `complete, but`. */
  readonly text: string;
}

/** Sums. */
export interface Totals {
  /** Number of senders. */
  readonly senders: number;
  /** Number of tables. */
  readonly tables: number;
  /** Stored tuples. */
  readonly tuples: number;
  /** Missing tuples, by their sequence numbers. */
  readonly missing: number;
  /** Tuples that are stored once more. */
  readonly duplicates: number;
  /** Rejected samples. */
  readonly rejected: number;
  /** Values that differ from the text that was sent. */
  readonly converted: number;
  /** When the first tuple was received. */
  readonly first: number | null;
  /** When the last tuple was received. */
  readonly last: number | null;
}

/** A time axis in slots of equal length. */
export interface Axis {
  /** When the first slot begins. */
  readonly from: number;
  /** The length of a slot in seconds. */
  readonly slotSeconds: number;
  /** Number of slots. */
  readonly slots: number;
}

/** How serious a finding is. */
export type Severity = "missing" | "wrong" | "note";

/** What was found. */
export type FindingKind =
  | "no tuples"
  | "no tuples in table"
  | "beginning missing"
  | "gap"
  | "early end"
  | "silence"
  | "rejected"
  | "duplicates"
  | "clock offset"
  | "clock drift"
  | "clock step"
  | "late arrival"
  | "late start"
  | "restarted"
  | "converted"
  | "empty table";

/** Something that deserves a look. */
export interface Finding {
  /** What it is. */
  readonly kind: FindingKind;
  /** How serious it is; a note says nothing against the run. */
  readonly severity: Severity;
  /** Name of the sender, if it is about one. */
  readonly sender: string | null;
  /** Name of the table, if it is about one. */
  readonly table: string | null;
  /** How many tuples, samples, values or starts, if they can be counted. */
  readonly count: number | null;
  /** When it began. */
  readonly from: number | null;
  /** When it ended. */
  readonly to: number | null;
  /** What it is, without sender and table. */
  readonly text: string;
}

/** A measurement table. */
export interface TableReport {
  /** Its name. */
  readonly table: string;
  /** Its tuples. */
  readonly tuples: number;
  /** Number of its senders. */
  readonly senders: number;
}

/** A sender. */
export interface SenderReport {
  /** Its name; `#ID` if the id has none. */
  readonly sender: string;
  /** What it has stored, by table. */
  readonly cells: readonly CellReport[];
  /** Its rejected samples, by reason. */
  readonly rejects: readonly RejectReport[];
  /** Its values that differ from the text that was sent. */
  readonly converted: number;
  /** Its clock; `null` without tuples whose two times differ. */
  readonly clock: ClockReport | null;
}

/** What one sender has stored in one table. */
export interface CellReport {
  /** Name of the table. */
  readonly table: string;
  /** Number of tuples. */
  readonly tuples: number;
  /** The smallest `oml_seq`. */
  readonly firstSeq: number;
  /** The largest `oml_seq`. */
  readonly lastSeq: number;
  /** How often a client began to count. */
  readonly starts: number;
  /** Sequence numbers that are missing. */
  readonly missing: number;
  /** Where: the 32 largest gaps, in the order of their times. */
  readonly gaps: readonly PlaceReport[];
  /** Tuples that are stored once more. */
  readonly duplicates: number;
  /** Where: the 32 longest successions, in the order of their times. */
  readonly repeated: readonly PlaceReport[];
  /** When the first tuple was received. */
  readonly first: number | null;
  /** When the last tuple was received. */
  readonly last: number | null;
  /** Tuples per second from the first to the last one; `null` if unknown. */
  readonly rate: number | null;
  /** The usual interval between two arrivals in seconds; `null` if unknown. */
  readonly usualInterval: number | null;
  /** The longest time between two successive rows; `null` if unknown. */
  readonly longestSilence: SilenceReport | null;
  /** Tuples by slot of the axis. */
  readonly rates: readonly number[];
}

/** Numbers that are missing, or repeated. */
export interface PlaceReport {
  /** The first number. */
  readonly from: number;
  /** The last number. */
  readonly to: number;
  /** How many tuples. */
  readonly count: number;
  /** When the row before was received, or the first repeated one. */
  readonly since: number | null;
  /** When the row after was received, or the last repeated one. */
  readonly until: number | null;
}

/** Time without a tuple. */
export interface SilenceReport {
  /** When the row before was received. */
  readonly from: number;
  /** When the row after was received. */
  readonly to: number;
  /** Its length in seconds. */
  readonly seconds: number;
  /**
   * Seconds between the same two rows by the client's clock: much less if the
   * tuples were measured meanwhile, and arrived late. `null` if unknown.
   */
  readonly clientSeconds: number | null;
}

/** Rejected samples of one reason. */
export interface RejectReport {
  /** Why they were rejected. */
  readonly reason: string;
  /** How many. */
  readonly count: number;
  /** When the first one of those that are kept arrived; `null` if none is. */
  readonly first: number | null;
  /** When the last one of those that are kept arrived; `null` if none is. */
  readonly last: number | null;
}

/** The clock of a sender, compared with the server's. */
export interface ClockReport {
  /**
   * The largest difference of client and server time in seconds: how far the
   * clock is ahead at least, or, if negative, behind at most. The shortest
   * delay of the network is part of it.
   */
  readonly offset: number;
  /**
   * How much slower than the fastest tuples the fastest one of a slot of the
   * axis usually is, in seconds: what the estimates may be wrong by, besides a
   * constant delay.
   */
  readonly spread: number;
  /** Its drift; `null` if there are too few tuples to tell, or it was set. */
  readonly drift: DriftReport | null;
  /** When it was set, and by how much, if it was. */
  readonly step: StepReport | null;
  /**
   * Whether tuples were received at another pace than they were measured, as
   * from a proxy or a file: then the times do not tell about the clock.
   */
  readonly isReplayed: boolean;
  /** The difference of client and server time of the fastest tuple of slots. */
  readonly fastest: readonly OffsetPoint[];
}

/** A difference at a time. */
export interface OffsetPoint {
  /** The server's time. */
  readonly time: number;
  /** The difference in seconds, positive if the client's clock is ahead. */
  readonly offset: number;
}

/** How fast a clock runs, compared with the server's. */
export interface DriftReport {
  /** Microseconds per second; positive if it is too fast. */
  readonly ppm: number;
  /** The smallest value that the times allow (99 % confidence). */
  readonly least: number;
  /** The largest value that the times allow. */
  readonly most: number;
  /** The offset at the first one of `fastest`, in seconds. */
  readonly atStart: number;
  /** The offset at the last one of `fastest`, in seconds. */
  readonly atEnd: number;
}

/** A clock that was set. */
export interface StepReport {
  /** When. */
  readonly time: number;
  /** By how much in seconds, positive if it was set forward. */
  readonly seconds: number;
}
