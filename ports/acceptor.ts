/**
 * Accepts connections, even if some of them fail.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { errorText } from "../shared/error_text.ts";
import type { Log } from "../shared/log.ts";
import type { Connection, Listener } from "./runtime.ts";

/** Milliseconds to pause when connections can't be accepted (out of files). */
const PAUSE_MS = 200;

/**
 * At a stop, queued clients are still accepted until none arrive for six steps:
 * on a busy machine, Deno may take that long to report one.
 */
const LAST_STEP_MS = 25;
const QUIET_STEPS = 6;
const MOST_STEPS = 40;

/** Accepts connections until it is stopped. */
export class Acceptor {
  readonly #listener: Listener;
  readonly #serve: (connection: Connection) => void;
  readonly #log: Log;
  readonly #whom: string;
  readonly #accepting: Promise<void>;
  #stopping = false;
  #accepted = 0;

  /**
   * Passes the connections of `listener` to `serve`; faults are logged to
   * `log`, in which a connection is called `whom`.
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

  /** Accepts the queued connections, and then no more. */
  async stop(): Promise<void> {
    // Closing the listener would reset the connections not accepted yet.
    await this.#untilQuiet();
    this.#stopping = true;
    this.#listener.close();
    await this.#accepting;
  }

  /**
   * Steps, because a late timer fires before connections that arrived meanwhile
   * are accepted.
   */
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
