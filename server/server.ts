/**
 * The server: listens, and serves each client in a session of its own.
 *
 * @module
 */
import type { Log } from "../ports/log.ts";
import type { Connection, Listener, Runtime } from "../ports/runtime.ts";
import type { ServerOptions } from "./options.ts";
import type { Experiments } from "./rows/experiments.ts";
import { Session, type SessionContext } from "./session.ts";

/** Milliseconds between two looks for idle clients. */
const SWEEP_MS = 500;

/** A client that sent nothing for so many seconds has nothing under way. */
const QUIET_SECONDS = 0.15;

/** Seconds after which a stop waits no longer for clients to be quiet. */
const DRAIN_SECONDS = 3;

/** Milliseconds to wait when connections can't be accepted (out of files). */
const ACCEPT_PAUSE_MS = 200;

/** A running server. */
export class Server {
  readonly #listener: Listener;
  readonly #context: SessionContext;
  readonly #sessions = new Map<Session, Promise<void>>();
  readonly #sweeper: ReturnType<typeof setInterval>;
  readonly #accepting: Promise<void>;
  #stopping = false;
  #lost = false;

  private constructor(listener: Listener, context: SessionContext) {
    this.#listener = listener;
    this.#context = context;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS);
    this.#accepting = this.#accept();
  }

  /**
   * Listens, and serves until {@linkcode Server.stop}.
   *
   * @throws {Error} if it can't listen.
   */
  static async start(
    runtime: Runtime,
    experiments: Experiments,
    options: ServerOptions,
    log: Log,
  ): Promise<Server> {
    const listener = await runtime.listen(options.port, options.host);
    return new Server(listener, { experiments, options, log });
  }

  /** The port it listens on. */
  get port(): number {
    return this.#listener.address.port;
  }

  /**
   * Accepts no more clients, drains what those that are there have sent,
   * commits it, and closes them. Returns whether all could be stored.
   */
  async stop(): Promise<boolean> {
    this.#stopping = true;
    clearInterval(this.#sweeper);
    this.#listener.close();
    await this.#accepting;
    const deadline = Date.now() + DRAIN_SECONDS * 1000;
    while (this.#sessions.size > 0) {
      const late = Date.now() >= deadline;
      for (const session of this.#sessions.keys()) {
        if (late || session.idleSeconds >= QUIET_SECONDS) {
          session.stop("stopped");
        }
      }
      if (late) break;
      await new Promise((done) => setTimeout(done, 25));
    }
    await Promise.all(this.#sessions.values());
    return !this.#lost;
  }

  async #accept(): Promise<void> {
    while (!this.#stopping) {
      try {
        const connection = await this.#listener.accept();
        if (connection === null) return;
        this.#serve(connection);
      } catch (error) {
        if (this.#stopping) return;
        this.#context.log.error("Cannot accept a connection: {reason}", {
          reason: error instanceof Error ? error.message : String(error),
        });
        await new Promise((done) => setTimeout(done, ACCEPT_PAUSE_MS));
      }
    }
  }

  #serve(connection: Connection): void {
    const session = new Session(connection, this.#context);
    const running = session.run().then((stored) => {
      this.#sessions.delete(session);
      if (this.#stopping && !stored) this.#lost = true;
    });
    this.#sessions.set(session, running);
  }

  #sweep(): void {
    const { idleSeconds } = this.#context.options;
    if (idleSeconds === 0) return;
    for (const session of this.#sessions.keys()) {
      if (session.idleSeconds >= idleSeconds) session.stop("idle");
    }
  }
}
