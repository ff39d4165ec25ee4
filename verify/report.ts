/**
 * The result of a comparison.
 *
 * @module
 */
import type { ExactValue } from "../stored/stored.ts";
import type { ToleranceName } from "./tolerances.ts";
import type { Both, Side } from "./tuple.ts";

/** A column and its value. */
export interface NamedValue {
  /** The column. */
  readonly column: string;
  /** The value, as it is stored. */
  readonly value: ExactValue;
}

/** A tuple, for people. */
export interface FoundTuple {
  /** Its row: `oml_tuple_id`. */
  readonly id: number;
  /** What is compared: sender, number, times and fields. */
  readonly values: readonly NamedValue[];
}

/** Different values of a column. */
export interface ValueDifference extends Both<ExactValue> {
  /** The column. */
  readonly column: string;
}

/** A difference between the tuples of a table. */
export type TupleDifference =
  | {
    /** Only one database has this tuple. */
    readonly kind: "only";
    /** The database. */
    readonly side: Side;
    /** The tuple. */
    readonly tuple: FoundTuple;
    /** How often it has the tuple. */
    readonly count: number;
  }
  | {
    /** Both have the same tuple, but one of them more often. */
    readonly kind: "copies";
    /** The tuple. */
    readonly tuple: FoundTuple;
    /** How often each one has it. */
    readonly count: Both<number>;
  }
  | {
    /** Both have the tuple, with different values. */
    readonly kind: "values";
    /** The tuple in both. */
    readonly tuple: Both<FoundTuple>;
    /** The values that differ. */
    readonly values: readonly ValueDifference[];
  };

/** The number of tuples of a sender. */
export interface SenderCount extends Both<number> {
  /** Its name. */
  readonly name: string;
}

/** The comparison of a table's tuples. */
export interface TableReport {
  /** Its name. */
  readonly name: string;
  /** Whether both databases have the same tuples. */
  readonly isSame: boolean;
  /** The number of tuples that were read. */
  readonly tuples: Both<number>;
  /** The senders that sent different numbers of tuples. */
  readonly senders: readonly SenderCount[];
  /** The number of tuples that the other database does not have. */
  readonly differing: Both<number>;
  /**
   * The part of the different tuples that `differing` counts, 0 to 1; 1 if it
   * is exact.
   */
  readonly share: number;
  /** Examples of the differences. */
  readonly examples: readonly TupleDifference[];
  /** Whether there are others. */
  readonly isCut: boolean;
  /** The number of tuples that each tolerance concerned. */
  readonly tolerated: ReadonlyMap<ToleranceName, Both<number>>;
}

/** How far a comparison is; it is updated while it runs. */
export interface Progress {
  /** What is read: an experiment's table, or another part. */
  subject: string;
  /** Whether everything is read for the first time, or differences are found. */
  step: "compare" | "find";
  /** Number of rows that were read since the beginning. */
  rows: number;
}

/** A difference between the tables of two experiments, without their rows. */
export type SchemaDifference =
  | {
    /** Only one experiment has this table. */
    readonly kind: "table";
    /** The experiment. */
    readonly side: Side;
    /** The table. */
    readonly table: string;
    /** The number of its rows, by their ids. */
    readonly rows: number;
  }
  | {
    /** Only one experiment has this column. */
    readonly kind: "column";
    /** The experiment. */
    readonly side: Side;
    /** The table. */
    readonly table: string;
    /** The column. */
    readonly column: string;
    /** Its type. */
    readonly type: string;
  }
  | (Both<string> & {
    /** A column has different types. */
    readonly kind: "type";
    /** The table. */
    readonly table: string;
    /** The column. */
    readonly column: string;
  })
  | (Both<readonly string[]> & {
    /** The columns have different orders. */
    readonly kind: "order";
    /** The table. */
    readonly table: string;
  });

/**
 * Different values of metadata: those of each experiment that the other does
 * not have.
 */
export interface MetadataDifference extends Both<readonly string[]> {
  /** What it is about. */
  readonly subject: string;
  /** The key. */
  readonly key: string;
  /** Name of the sender; unset for the server's own. */
  readonly sender?: string;
  /** The number of values that both have. */
  readonly common: number;
}

/** Different numbers of something else than stored tuples. */
export interface CountDifference extends Both<number> {
  /** What is counted. */
  readonly what: "rejected samples" | "converted values";
  /** Name of the sender. */
  readonly sender: string;
  /** Why samples were rejected. */
  readonly reason?: string;
}

/** The comparison of two experiments. */
export interface ExperimentReport {
  /** Names of senders that only one has. */
  readonly senders: Both<readonly string[]>;
  /** Different metadata. */
  readonly metadata: readonly MetadataDifference[];
  /** Different tables and columns. */
  readonly schemas: readonly SchemaDifference[];
  /** The tuples of the tables that both have. */
  readonly tables: readonly TableReport[];
  /** Rejected samples, if they were compared. */
  readonly rejects?: TableReport;
  /** Different counts; none if they were not compared. */
  readonly counts: readonly CountDifference[];
}

/** Whether no difference was found. */
export function isSame(
  { senders, metadata, schemas, tables, rejects, counts }: ExperimentReport,
): boolean {
  return senders.a.length + senders.b.length === 0 &&
    metadata.length + schemas.length + counts.length === 0 &&
    tables.every(({ isSame }) => isSame) && rejects?.isSame !== false;
}
