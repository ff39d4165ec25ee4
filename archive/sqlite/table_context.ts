/**
 * A measurement table that is being read.
 *
 * @module
 */
import type { Deadline } from "../deadline.ts";
import type { SenderNames } from "../sender_names.ts";
import type { TimeIndex } from "../time_index.ts";
import type { StoredTable } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";

/** A table, and how to read it. */
export interface TableContext {
  /** The connection. */
  readonly database: ReadDatabase;
  /** The table. */
  readonly table: StoredTable;
  /** The senders. */
  readonly senders: SenderNames;
  /** The times of its rows, as far as they are known. */
  readonly index: TimeIndex;
  /** Limits the time. */
  readonly deadline: Deadline;
}
