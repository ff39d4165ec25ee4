/**
 * The storage that each backend opens for the options.
 *
 * @module
 */
import type { Archive } from "../../archive/archive.ts";
import type { Log } from "../../shared/log.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { Store } from "../../server/rows/store.ts";
import type { FlushPlanner } from "../../server/rows/flush_planner.ts";
import type { PostgresFlags } from "../flags/postgres_flags.ts";
import type { StorageFlags } from "../flags/storage_flags.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";

/** The flags that choose a storage. */
export type StoreFlags = StorageFlags & PostgresFlags;

/** A place for databases that is ready for use. */
export interface Storage {
  /** Opens the databases. */
  readonly store: Store;
  /**
   * Starts what the first database needs, in the background; if unset, that is
   * nothing.
   *
   * @throws {StoreError} if it can't be started.
   */
  prepare?(): Promise<void>;
  /** Prepares flushes for the store in this thread, if it needs that. */
  readonly planner?: FlushPlanner;
  /** Its location, for the log. */
  readonly place: string;
  /** The data directory, if there is one. */
  readonly directory?: string;
  /**
   * Whether a blocked call occupies part of it: then it can't be closed, and
   * the program can't end in order.
   */
  readonly isStuck: boolean;
  /**
   * Resolves to what keeps it from storing, if anything; without paths, which
   * outsiders must not learn.
   */
  findFault(): Promise<string | undefined>;
  /** Opens what is stored, for reading; what that needs is loaded here. */
  openArchive(): Promise<Archive>;
  /**
   * Closes the store, whose databases must be closed, and releases the place.
   */
  close(): Promise<void>;
}

/** What a storage needs. */
export interface StorageContext {
  /** The runtime, for its threads. */
  readonly runtime: Runtime;
  /** The memory in which rows are collected. */
  readonly buffers: BufferPool;
  /** Ends the wait for unavailable databases at a stop. */
  readonly abandon: AbortSignal;
  /** The log. */
  readonly log: Log;
}
