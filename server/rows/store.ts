/**
 * The contract of the stores: what the server expects of a backend. Everything
 * in these types is plain data, so that a store can run in another thread.
 * `docs/stores.md` is the guide for writing one.
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
   * Opens the database of a domain; creates it if there is none.
   *
   * @throws {StoreError} if it can't be used.
   */
  open(domain: string): Promise<Database>;
  /** Ends the store after its databases are closed. */
  close(): Promise<void>;
}

/**
 * The open database of one experiment. It runs its calls one after the other,
 * in the order of the calls; only `sync` may overtake.
 */
export interface Database {
  /** Its URI, for hooks (`file:/full/path.sq3`). */
  readonly uri: string;
  /** Its contents when it was opened. */
  readonly found: Found;
  /**
   * Assigns a sender its number, always the same for the same name, and sets
   * the experiment's start if it is not set yet.
   *
   * @throws {StoreError} if the database can't be used.
   */
  join(member: Member): Promise<Joined>;
  /**
   * The resumable streams of which something is stored, and whose names begin
   * with `prefix`, in any order.
   *
   * @throws {StoreError} if the database can't be used.
   */
  findStreams(prefix: string): Promise<readonly Progress[]>;
  /**
   * Stores everything in one transaction, or nothing. It owns the memory of the
   * flush until it settles; a stored flush is not used again. After a failed
   * write all later ones fail.
   *
   * @throws {UnwrittenError} with the flush, where its memory was reused or it
   * may be stored after all; another {@linkcode StoreError} leaves the flush
   * as it was.
   */
  write(flush: Flush): Promise<Outcome>;
  /**
   * Forces to disk what earlier resolved writes have stored, so that it can be
   * acknowledged.
   *
   * @throws {StoreError} if that fails.
   */
  sync(): Promise<void>;
  /**
   * The last client disconnects, though another may follow: other programs
   * should now find everything in place. It does not wait for obstacles.
   */
  rest(): Promise<void>;
  /** Forces everything to disk and closes the database. */
  close(): Promise<void>;
}

/** The state of a database at its opening. */
export interface Found extends KeptRejects {
  /** Whether there was no `start_time`, which hooks treat as "new". */
  readonly isNew: boolean;
  /** Schemas of its measurement tables, by their names. */
  readonly tables: readonly Schema[];
  /** Whether it is unavailable, and its rows go elsewhere. */
  readonly isAway?: boolean;
}

/** A client that wants to write to an experiment. */
export interface Member {
  /** Its name; without one its number is 0. */
  readonly sender: string | undefined;
  /** Its `start-time`, UNIX seconds. */
  readonly startTime: number | undefined;
  /** The stream that it resumes, or will resume. */
  readonly resume?: string;
}

/** The answer of a database to a {@linkcode Member}. */
export interface Joined {
  /** Number of the sender. */
  readonly senderId: number;
  /** The experiment's start, whole UNIX seconds, if any client gave one. */
  readonly startTime: number | undefined;
  /** Progress of the stream to resume, if anything of it is stored. */
  readonly resumed?: Progress;
}

/** Progress of a resumable stream. */
export interface Progress {
  /** Its name: a client's is a UUID. */
  readonly stream: string;
  /**
   * Number of its bytes that are stored or rejected, up to the end of a tuple.
   */
  readonly offset: number;
  /** Number of these bytes, after the headers, that define streams. */
  readonly redefined: number;
}

/** The outcome of a flush. */
export interface Outcome {
  /**
   * Resumable streams of which nothing was stored: another server that shares
   * the database has taken them over, or the database is unavailable.
   */
  readonly fenced: readonly string[];
}

/** The data that one transaction stores. */
export interface Flush {
  /** Tables not defined before, to be found or created. */
  readonly tables: readonly TableDefinition[];
  /** Handles of tables that have no rows after this flush. */
  readonly forgotten?: readonly number[];
  /** Senders of sessions that have no rows after this flush. */
  readonly left?: readonly number[];
  /** Rows of tables defined in this flush or an earlier one. */
  readonly rows: readonly TableRows[];
  /** Rejected samples to keep. */
  readonly rejects: readonly Reject[];
  /** Rejected samples to count, including the kept ones. */
  readonly rejectCounts: readonly RejectCount[];
  /** Converted values of the rows. */
  readonly conversions: readonly ConversionCount[];
  /** Progress of resumable streams with this flush. */
  readonly progress: readonly Progress[];
}

/** A table, as defined by the experiment's sessions. */
export interface TableDefinition {
  /** The number by which rows refer to it. */
  readonly handle: number;
  /** Schema of its rows; if the name is in use, the next free one is used. */
  readonly schema: Schema;
  /** The resumable stream that exclusively uses this number. */
  readonly resume?: string;
}

/** Rows of one table. */
export interface TableRows<Memory extends ArrayBufferLike = ArrayBuffer> {
  /** Number of the table. */
  readonly handle: number;
  /** The rows. */
  readonly cells: Cells<Memory>;
}

/** A rejected sample to keep. */
export interface Reject {
  /** When it arrived, in seconds since the experiment's start. */
  readonly arrival: number;
  /** Number of the sender. */
  readonly senderId: number;
  /** Index of its stream, if it is defined. */
  readonly stream: number | undefined;
  /** Why it was rejected. */
  readonly reason: string;
  /** Its first bytes. */
  readonly raw: Uint8Array;
  /** Its original number of bytes. */
  readonly length: number;
  /** Its resumable stream, if any. */
  readonly resume?: string;
}

/** Number of further samples rejected for one reason. */
export interface RejectCount {
  /** Number of the sender. */
  readonly senderId: number;
  /** Index of the stream, if it is defined. */
  readonly stream: number | undefined;
  /** Why they were rejected. */
  readonly reason: string;
  /** The number. */
  readonly count: number;
  /** Their resumable stream, if any. */
  readonly resume?: string;
}

/** Number of further values of one field converted in one way. */
export interface ConversionCount extends ConversionKey {
  /** The number. */
  readonly count: number;
  /** Their first texts. */
  readonly texts: readonly string[];
}

/** A store failed; `hint` is the remedy for the operator. */
export class StoreError extends HintError {
  /** Always `"StoreError"`. */
  override name = "StoreError";
}

/** A flush that could not be written. */
export interface Unwritten {
  /** The original flush. */
  readonly flush: Flush;
  /**
   * Whether its COMMIT was not answered, so that it may be stored after all.
   */
  readonly isInDoubt: boolean;
}

/** A flush could not be written, and is returned completely. */
export class UnwrittenError extends StoreError {
  /** Always `"UnwrittenError"`. */
  override name = "UnwrittenError";
  /** The returned flush. */
  readonly unwritten: Unwritten;

  /** `cause` is the reason why it could not be written. */
  constructor(cause: StoreError, unwritten: Unwritten) {
    super(cause.message, { cause, hint: cause.hint });
    this.unwritten = unwritten;
  }
}
