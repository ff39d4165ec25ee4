/**
 * The databases of a running server, whatever keeps them.
 *
 * @module
 */
import type { Log } from "../../ports/log.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";
import type { Store } from "../../server/rows/store.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { openSqliteStorage } from "./sqlite_storage.ts";

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

/**
 * Makes the storage that the flags ask for.
 *
 * @throws {StoreError} telling why it can't be used, and the remedy.
 */
export async function openStorage(
  flags: ServerFlags,
  context: StorageContext,
): Promise<Storage> {
  if (flags.backend === "sqlite") {
    return await openSqliteStorage(flags, context);
  }
  // Who does not use PostgreSQL does not load its driver.
  const { openPostgresStorage } = await import("./postgres_storage.ts");
  return await openPostgresStorage(flags, context);
}
