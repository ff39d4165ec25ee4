/**
 * Optional methods of a store hosted by a thread.
 *
 * @module
 */
import type { Store } from "../store.ts";

/** A store that a thread can host. */
export interface HostedStore extends Store {
  /** Completes in the background what earlier servers left incomplete. */
  recover?(): void;
  /** Whether nothing is left to do in the background. */
  readonly isAtRest?: boolean;
}
