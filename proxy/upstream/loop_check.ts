/**
 * Finds out whether a connection comes back to the proxy that has opened it.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/** Milliseconds in which the end of a connection shows up at its other end. */
const SHOW_UP_MS = 500;

/** Milliseconds between two looks. */
const STEP_MS = 10;

/** A client that has connected. */
export interface Arrival {
  /** Whether it has not said anything. */
  readonly isSilent: boolean;
}

/** Those that are there. */
export type Arrivals = () => ReadonlySet<Arrival>;

/**
 * Addresses may change on the way (a relay, a forwarded port), but not what
 * happens: a client that comes when a connection is opened, says nothing as
 * long as nothing is said there, and leaves when that is closed.
 */
export class LoopCheck {
  readonly #arrivals: Arrivals;
  readonly #before: ReadonlySet<Arrival>;

  /** To be made before the connection is opened. */
  constructor(arrivals: Arrivals) {
    this.#arrivals = arrivals;
    this.#before = new Set(arrivals());
  }

  /** Whether the connection comes back, over which nothing was said. */
  async run(close: () => void): Promise<boolean> {
    const suspects = [...this.#arrivals()].filter((arrival) =>
      arrival.isSilent && !this.#before.has(arrival)
    );
    close();
    const deadline = performance.now() + SHOW_UP_MS;
    while (suspects.length > 0 && performance.now() < deadline) {
      const there = this.#arrivals();
      if (suspects.some((one) => one.isSilent && !there.has(one))) return true;
      await delay(STEP_MS);
    }
    return false;
  }
}
