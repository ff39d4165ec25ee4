/**
 * Optional methods of a store hosted by a thread.
 *
 * @module
 */
import type { Database, Store } from "../store.ts";

/** A store that a thread can host. */
export interface HostedStore extends Store {
  /** Completes in the background what earlier servers left incomplete. */
  recover?(): void;
  /** Opens a scratch database, for the warm-up. */
  openScratch?(): Promise<Database>;
}
