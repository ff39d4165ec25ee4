/**
 * Accepts connections, whatever happens to some of them.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { errorText } from "../shared/error_text.ts";
import type { Log } from "../shared/log.ts";
import type { Connection, Listener } from "./runtime.ts";

/** Milliseconds to wait when connections can't be accepted (out of files). */
const PAUSE_MS = 200;

/** Clients that wait to be accepted still are, until none came for two steps. */
const LAST_STEP_MS = 25;
const QUIET_STEPS = 2;
const MOST_STEPS = 20;

/** Accepts connections until it is told to stop. */
export class Acceptor {
  readonly #listener: Listener;
  readonly #serve: (connection: Connection) => void;
  readonly #log: Log;
  readonly #whom: string;
  readonly #accepting: Promise<void>;
  #stopping = false;
  #accepted = 0;

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
    await this.#untilQuiet();
    this.#stopping = true;
    this.#listener.close();
    await this.#accepting;
  }

  /** A timer that is late comes before those who wait meanwhile: so, steps. */
  async #untilQuiet(): Promise<void> {
    let quiet = 0;
    for (let step = 0; step < MOST_STEPS && quiet < QUIET_STEPS; step++) {
      const before = this.#accepted;
      await delay(LAST_STEP_MS);
      quiet = this.#accepted === before ? quiet + 1 : 0;
    }
  }

  async #accept(): Promise<void> {
    while (!this.#stopping) {
      try {
        const connection = await this.#listener.accept();
        if (connection === null) return;
        this.#accepted++;
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
