/**
 * The contract of the stores: what the server asks of a backend. Everything
 * in these shapes is plain data, so that a store can run in another thread.
 * `docs/stores.md` is the guide for whoever writes one.
 *
 * @module
 */
import { HintError } from "../../shared/hint_error.ts";
import type { Schema } from "../../codec/values/schema.ts";
import type { Cells } from "../batches/cells.ts";
import type { ConversionKey } from "../batches/conversion_counter.ts";
import type { KeptRejects } from "./reject_limits.ts";

/** Keeps experiments, one database each. */
export interface Store {
  /**
   * Opens the database of a domain; creates it where there is none.
   *
   * @throws {StoreError} if it can't be used.
   */
  open(domain: string): Promise<Database>;
  /** Ends the store, whose databases are closed. */
  close(): Promise<void>;
}

/**
 * The open database of one experiment. It carries out its calls one after the
 * other, in the order in which they were made; only `sync` may overtake.
 */
export interface Database {
  /** Where it is, for hooks (`file:/full/path.sq3`). */
  readonly uri: string;
  /** What was there when it was opened. */
  readonly found: Found;
  /**
   * Gives a sender its number, the same for the same name for ever, and fixes
   * the experiment's start where it is not fixed yet.
   *
   * @throws {StoreError} if the database can't be used.
   */
  join(member: Member): Promise<Joined>;
  /**
   * Stores everything in one transaction, or nothing. It has the memory of the
   * flush until it settles; a flush that is stored is not used again. After a
   * write that failed, all later ones fail.
   *
   * @throws {UnwrittenError} with the flush, where its memory was reused or it
   * may be stored after all; another {@linkcode StoreError} leaves the flush
   * as it was.
   */
  write(flush: Flush): Promise<Outcome>;
  /**
   * Forces to disk what the writes have stored that resolved before, so that
   * it can be acknowledged.
   *
   * @throws {StoreError} if that fails.
   */
  sync(): Promise<void>;
  /**
   * The last client leaves, though another may follow: other programs should
   * now find everything in its place. It does not wait for what is in the way.
   */
  rest(): Promise<void>;
  /** Forces everything to disk and closes the database. */
  close(): Promise<void>;
}

/** The state of a database at its opening. */
export interface Found extends KeptRejects {
  /** Whether there was no `start_time`, which hooks take for "new". */
  readonly isNew: boolean;
  /** What the rows of its measurement tables look like, by their names. */
  readonly tables: readonly Schema[];
  /** Whether it can't be looked at, and its rows go elsewhere. */
  readonly isAway?: boolean;
}

/** A client that wants to write to an experiment. */
export interface Member {
  /** Its name; without one it is number 0. */
  readonly sender: string | undefined;
  /** Its `start-time`, UNIX seconds. */
  readonly startTime: number | undefined;
  /** Which stream it resumes, or will. */
  readonly resume?: string;
}

/** What a database answers to a {@linkcode Member}. */
export interface Joined {
  /** Number of the sender. */
  readonly senderId: number;
  /** The experiment's start, whole UNIX seconds, if any client gave one. */
  readonly startTime: number | undefined;
  /** How far the stream to resume has come, if anything of it is stored. */
  readonly resumed?: Progress;
}

/** How far a resumable stream has come. */
export interface Progress {
  /** The UUID that names it. */
  readonly stream: string;
  /** Its bytes that are stored or rejected: up to the end of a tuple. */
  readonly offset: number;
  /** How many of them, behind its headers, define streams. */
  readonly redefined: number;
}

/** What became of a flush. */
export interface Outcome {
  /**
   * Resumable streams of which nothing was stored: another server has taken
   * them over, where servers share databases, or the database is away.
   */
  readonly fenced: readonly string[];
}

/** What is stored in one transaction. */
export interface Flush {
  /** Tables that were not named before, to be found or made. */
  readonly tables: readonly TableDefinition[];
  /** Numbers of tables that have no rows behind this flush. */
  readonly forgotten?: readonly number[];
  /** Senders of sessions that have no rows behind this flush. */
  readonly left?: readonly number[];
  /** Rows of tables named in this flush or an earlier one. */
  readonly rows: readonly TableRows[];
  /** Rejected samples to keep. */
  readonly rejects: readonly Reject[];
  /** Rejected samples to count, those kept included. */
  readonly rejectCounts: readonly RejectCount[];
  /** Values of the rows that their texts were not quite. */
  readonly conversions: readonly ConversionCount[];
  /** How far resumable streams come with it. */
  readonly progress: readonly Progress[];
}

/** A table, as the experiment's sessions call it. */
export interface TableDefinition {
  /** The number that rows name it by. */
  readonly handle: number;
  /** What its rows look like; where the name is taken, the next free one. */
  readonly schema: Schema;
  /** The resumable stream that alone writes there by this number. */
  readonly resume?: string;
}

/** Rows of one table. */
export interface TableRows {
  /** Number of the table. */
  readonly handle: number;
  /** The rows. */
  readonly cells: Cells;
}

/** A rejected sample as it is kept. */
export interface Reject {
  /** When it arrived, in seconds since the experiment's start. */
  readonly arrival: number;
  /** Number of the sender. */
  readonly senderId: number;
  /** Index of its stream, if it is a defined one. */
  readonly stream: number | undefined;
  /** Why it was rejected. */
  readonly reason: string;
  /** Its first bytes. */
  readonly raw: Uint8Array;
  /** How many bytes it had. */
  readonly length: number;
  /** The resumable stream that it is of. */
  readonly resume?: string;
}

/** How many more samples were rejected for one reason. */
export interface RejectCount {
  /** Number of the sender. */
  readonly senderId: number;
  /** Index of the stream, if it is a defined one. */
  readonly stream: number | undefined;
  /** Why they were rejected. */
  readonly reason: string;
  /** How many. */
  readonly count: number;
  /** The resumable stream that they are of. */
  readonly resume?: string;
}

/** How many more values of one field were converted in one way. */
export interface ConversionCount extends ConversionKey {
  /** How many. */
  readonly count: number;
  /** The first of their texts. */
  readonly texts: readonly string[];
}

/** A store could not do its work; `hint` tells the operator what to do. */
export class StoreError extends HintError {
  /** Always `"StoreError"`. */
  override name = "StoreError";
}

/** A flush that could not be written. */
export interface Unwritten {
  /** The flush, as it was. */
  readonly flush: Flush;
  /** Whether its COMMIT was not answered, so that it may be stored after all. */
  readonly isInDoubt: boolean;
}

/** A flush could not be written, and comes back whole. */
export class UnwrittenError extends StoreError {
  /** Always `"UnwrittenError"`. */
  override name = "UnwrittenError";
  /** What comes back. */
  readonly unwritten: Unwritten;

  /** `cause` is why it could not be written. */
  constructor(cause: StoreError, unwritten: Unwritten) {
    super(cause.message, { cause, hint: cause.hint });
    this.unwritten = unwritten;
  }
}
