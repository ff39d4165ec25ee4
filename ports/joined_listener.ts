/**
 * Several listeners as one.
 *
 * @module
 */
import type { Address, Connection, Listener } from "./runtime.ts";

/** Accepts the connections of several listeners. */
export class JoinedListener implements Listener {
  readonly #listeners: readonly Listener[];
  readonly #arrived: Connection[] = [];
  #waiting: PromiseWithResolvers<Connection | null> | undefined;
  #open: number;

  /** Joins `listeners`, of which there is at least one. */
  constructor(listeners: readonly Listener[]) {
    this.#listeners = listeners;
    this.#open = listeners.length;
    for (const listener of listeners) this.#acceptFrom(listener);
  }

  /** The address of the first. */
  get address(): Address {
    return this.#listeners[0].address;
  }

  /** Returns the next connection, or `null` once all are closed. */
  accept(): Promise<Connection | null> {
    const waiting = Promise.withResolvers<Connection | null>();
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) waiting.resolve(arrived);
    else if (this.#open === 0) waiting.resolve(null);
    else this.#waiting = waiting;
    return waiting.promise;
  }

  /** Closes all. */
  close(): void {
    for (const listener of this.#listeners) listener.close();
  }

  async #acceptFrom(listener: Listener): Promise<void> {
    for (;;) {
      try {
        const connection = await listener.accept();
        if (connection === null) break;
        if (this.#waiting === undefined) this.#arrived.push(connection);
        else this.#take().resolve(connection);
      } catch (error) {
        // The next call waits for an event, so this does not spin.
        if (this.#waiting !== undefined) this.#take().reject(error);
      }
    }
    this.#open--;
    if (this.#open === 0 && this.#waiting !== undefined) {
      this.#take().resolve(null);
    }
  }

  #take(): PromiseWithResolvers<Connection | null> {
    const waiting = this.#waiting ?? Promise.withResolvers();
    this.#waiting = undefined;
    return waiting;
  }
}
