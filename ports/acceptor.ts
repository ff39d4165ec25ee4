/**
 * Accepts connections, whatever happens to some of them.
 *
 * @module
 */
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
  readonly #accepting: Promise<void>;
  #stopping = false;

  /** Gives `serve` the connections of `listener`; faults are told `log`. */
  constructor(
    listener: Listener,
    serve: (connection: Connection) => void,
    log: Log,
  ) {
    this.#listener = listener;
    this.#serve = serve;
    this.#log = log;
    this.#accepting = this.#accept();
  }

  /** The port it listens on. */
  get port(): number {
    return this.#listener.address.port;
  }

  /** Accepts those who wait already, and then no more. */
  async stop(): Promise<void> {
    // Closing the listener would reset those that it has not accepted yet.
    await pause(LAST_ACCEPTS_MS);
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
        this.#log.error("Cannot accept a connection: {reason}", {
          reason: errorText(error),
        });
        await pause(PAUSE_MS);
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
