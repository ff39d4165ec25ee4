/**
 * Recognizes a connection from its other end.
 *
 * @module
 */
import type { Address } from "./runtime.ts";

/** Both ends of a connection, as one of them sees it. */
export interface Ends {
  /** This end. */
  readonly local: Address;
  /** The other end. */
  readonly peer: Address;
}

/**
 * Whether both ends match those of the other side. One end is not enough: the
 * same port may have connections to several others.
 */
export function areEndsOfOne(one: Ends, other: Ends): boolean {
  return isSame(one.local, other.peer) && isSame(one.peer, other.local);
}

function isSame(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port;
}
