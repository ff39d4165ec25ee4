/**
 * Detects whether a connection leads back to this process.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/**
 * Milliseconds after which the end of a connection is seen at its other end.
 */
const SHOW_UP_MS = 500;

/** Milliseconds between two checks. */
const STEP_MS = 10;

/** A connected client. */
export interface Arrival {
  /** Whether it has sent nothing yet. */
  readonly isSilent: boolean;
}

/** The connected clients. */
export type Arrivals = () => ReadonlySet<Arrival>;

/**
 * A relay or a forwarded port may change addresses, but not the sequence of
 * events: a client that connects when a connection is opened, sends nothing
 * while nothing is sent there, and disconnects when that is closed.
 */
export class LoopCheck {
  readonly #arrivals: Arrivals;
  readonly #before: ReadonlySet<Arrival>;

  /** To be created before the connection is opened. */
  constructor(arrivals: Arrivals) {
    this.#arrivals = arrivals;
    this.#before = new Set(arrivals());
  }

  /** Whether the connection, over which nothing was sent, leads back here. */
  async run(close: () => void): Promise<boolean> {
    const suspects = [...this.#arrivals()].filter((arrival) =>
      arrival.isSilent && !this.#before.has(arrival)
    );
    close();
    const deadline = performance.now() + SHOW_UP_MS;
    while (suspects.length > 0 && performance.now() < deadline) {
      const connected = this.#arrivals();
      if (suspects.some((one) => one.isSilent && !connected.has(one))) {
        return true;
      }
      await delay(STEP_MS);
    }
    return false;
  }
}
