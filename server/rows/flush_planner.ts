/**
 * Preparation of flushes in the server's thread for a store in another thread.
 *
 * @module
 */
import type { Flush } from "./store.ts";

/**
 * Converts flushes to a format of the hosted store before they are sent. A plan
 * contains everything in the flush; its rows may have another format.
 */
export interface FlushPlanner {
  /** Plans a flush; its memory may be reused at once. */
  plan(flush: Flush): Flush;
  /** Releases the memory of a stored plan. */
  release(plan: Flush): void;
  /** Drops memory that is only kept for the next plans. */
  dropSpare(): void;
  /** Converts a plan that could not be stored back to the original flush. */
  restore(plan: Flush): Flush;
}
