/**
 * Accepts connections, whatever happens to some of them.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { errorText } from "./error_text.ts";
import type { Log } from "./log.ts";
import type { Connection, Listener } from "./runtime.ts";

/** Milliseconds to wait when connections can't be accepted (out of files). */
const PAUSE_MS = 200;

/** Milliseconds in which clients that wait to be accepted still are. */
const LAST_ACCEPTS_MS = 50;

/** Accepts connections until it is told to stop. */
export class Acceptor {
  readonly #listener: Listener;
  readonly #serve: (connection: Connection) => void;
  readonly #log: Log;
  readonly #whom: string;
  readonly #accepting: Promise<void>;
  #stopping = false;

  /**
   * Gives `serve` the connections of `listener`; `log` is told of faults, in
   * which a connection is called `whom`.
   */
  constructor(
    listener: Listener,
    serve: (connection: Connection) => void,
    log: Log,
    whom = "a connection",
  ) {
    this.#listener = listener;
    this.#serve = serve;
    this.#log = log;
    this.#whom = whom;
    this.#accepting = this.#accept();
  }

  /** The port it listens on. */
  get port(): number {
    return this.#listener.address.port;
  }

  /** Accepts those who wait already, and then no more. */
  async stop(): Promise<void> {
    // Closing the listener would reset those that it has not accepted yet.
    await delay(LAST_ACCEPTS_MS);
    this.#stopping = true;
    this.#listener.close();
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    while (!this.#stopping) {
      try {
        const connection = await this.#listener.accept();
        if (connection === null) return;
        this.#serve(connection);
      } catch (error) {
        if (this.#stopping) return;
        this.#log.error("Cannot accept {whom}: {reason}", {
          whom: this.#whom,
          reason: errorText(error),
        });
        await delay(PAUSE_MS);
      }
    }
  }
}
