/**
 * What a store can do besides the contract when a thread hosts it.
 *
 * @module
 */
import type { Database, Store } from "../store.ts";

/** A store that a thread can host. */
export interface HostedStore extends Store {
  /** Completes in the background what earlier servers left incomplete. */
  recover?(): void;
  /** Opens a database that is not kept, to warm the server up. */
  openScratch?(): Promise<Database>;
}
