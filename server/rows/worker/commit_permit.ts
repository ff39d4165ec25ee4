/**
 * The permission to commit one flush, in memory shared by two threads. A server
 * that stops can't wait for a thread that does not answer: it withdraws the
 * permit and keeps the rows elsewhere. A thread that resumes later finds that
 * it may not commit them any more, so nothing is stored twice.
 *
 * @module
 */
import type { Flush } from "../store.ts";

/** Created by the side that waits for the commit. */
export type CommitPermit = Int32Array<SharedArrayBuffer>;

/** A flush as it is sent to a thread. */
export interface PermittedFlush extends Flush {
  /** To be taken before the COMMIT, if present. */
  readonly permit?: CommitPermit;
}

const FREE = 0;
const TAKEN = 1;
const WITHDRAWN = 2;

/** Creates a permit. */
export function makePermit(): CommitPermit {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Takes the permit right before a COMMIT; returns whether that is still
 * allowed.
 */
export function takePermit(permit: CommitPermit): boolean {
  return Atomics.compareExchange(permit, 0, FREE, TAKEN) === FREE;
}

/**
 * Returns the permit after a failed COMMIT, so that a retry can take it again.
 */
export function putBackPermit(permit: CommitPermit): void {
  Atomics.compareExchange(permit, 0, TAKEN, FREE);
}

/**
 * Withdraws the permit for good. Returns whether the commit can't take place
 * any more; false if it has begun, and its outcome is unknown.
 */
export function withdrawPermit(permit: CommitPermit): boolean {
  return Atomics.exchange(permit, 0, WITHDRAWN) !== TAKEN;
}

/**
 * Whether the permit is withdrawn, so that preparing the COMMIT is pointless.
 */
export function isWithdrawn(permit: CommitPermit): boolean {
  return Atomics.load(permit, 0) === WITHDRAWN;
}
