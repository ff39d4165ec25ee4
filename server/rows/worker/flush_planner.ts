/**
 * What the server's thread can do for a store in another thread.
 *
 * @module
 */
import type { Flush } from "../store.ts";

/**
 * Lays flushes out in a form of the hosted store's own before they are sent.
 * A plan has all that the flush has; its rows may be in another form.
 */
export interface FlushPlanner {
  /** Plans a flush, whose memory may be reused at once. */
  plan(flush: Flush): Flush;
  /** Takes back the memory of a plan that is stored. */
  release(plan: Flush): void;
  /** Turns a plan that could not be stored back into the flush that it was. */
  restore(plan: Flush): Flush;
}
