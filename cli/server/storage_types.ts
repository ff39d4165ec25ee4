/**
 * What each backend makes of the options: a place for databases.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { Store } from "../../server/rows/store.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";

/** A place for databases that is ready for use. */
export interface Storage {
  /** Opens the databases. */
  readonly store: Store;
  /** Where they are, for the log. */
  readonly place: string;
  /** The data directory, if there is one. */
  readonly directory?: string;
  /**
   * Whether a call that does not return holds a part of it: then it can't be
   * closed, nor the program be ended in order.
   */
  readonly isStuck: boolean;
  /** Ends the store, whose databases must be closed, and lets go the place. */
  close(): Promise<void>;
}

/** What a storage works with. */
export interface StorageContext {
  /** The runtime, for its threads. */
  readonly runtime: Runtime;
  /** Where rows are collected. */
  readonly buffers: BufferPool;
  /** Ends the waiting for databases that are away, at a stop. */
  readonly abandon: AbortSignal;
  /** Where it tells what happens. */
  readonly log: Log;
}
