/**
 * The permission to commit one flush, in memory that two threads share. A
 * server that stops can't wait for a thread that does not answer: it withdraws
 * the permission and keeps the rows elsewhere. A thread that comes back later
 * then finds that it may not commit them any more, so nothing is stored twice.
 *
 * @module
 */
import type { Flush } from "../store.ts";

/** Made by the side that waits for the commit. */
export type CommitPermit = Int32Array<SharedArrayBuffer>;

/** A flush as it is sent to a thread. */
export interface PermittedFlush extends Flush {
  /** To be taken before the COMMIT, if there is one. */
  readonly permit?: CommitPermit;
}

const FREE = 0;
const TAKEN = 1;
const WITHDRAWN = 2;

/** A permit that nobody has taken yet. */
export function makePermit(): CommitPermit {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Takes it, right before a COMMIT; returns whether that is still allowed. */
export function takePermit(permit: CommitPermit): boolean {
  return Atomics.compareExchange(permit, 0, FREE, TAKEN) === FREE;
}

/** The COMMIT failed: whoever tries it again takes the permit again. */
export function putBackPermit(permit: CommitPermit): void {
  Atomics.compareExchange(permit, 0, TAKEN, FREE);
}

/**
 * Withdraws it for good. Returns whether the commit can't take place any more;
 * false if it was begun, and nobody can tell whether it will.
 */
export function withdrawPermit(permit: CommitPermit): boolean {
  return Atomics.exchange(permit, 0, WITHDRAWN) !== TAKEN;
}

/** Whether there is no point in going on towards the COMMIT. */
export function isWithdrawn(permit: CommitPermit): boolean {
  return Atomics.load(permit, 0) === WITHDRAWN;
}
