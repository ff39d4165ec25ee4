/**
 * The connected clients.
 *
 * @module
 */
import { Acceptor } from "../../ports/acceptor.ts";
import { addressText } from "../../ports/address_text.ts";
import { areEndsOfOne, type Ends } from "../../ports/connection_ends.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Connection, Listener } from "../../ports/runtime.ts";
import { Signal } from "../../shared/signal.ts";
import { drain, DRAIN_STEP_MS, QUIET_MS } from "../../shared/drain.ts";
import { ClientSession, type SessionContext } from "./session.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";

/**
 * Milliseconds after which an opened connection has been accepted, if at all.
 */
const SHOW_UP_MS = 500;

/** Accepts clients, and runs a session for each. */
export class Clients {
  readonly #acceptor: Acceptor;
  readonly #context: SessionContext;
  readonly #sessions = new Map<ClientSession, Promise<void>>();
  readonly #accepted = new Signal();
  readonly #most: number;

  /** Accepts clients from `listener`, up to `most` at a time. */
  constructor(
    listener: Listener,
    most: number,
    context: Omit<SessionContext, "fence">,
  ) {
    this.#most = most;
    this.#context = { ...context, fence: (stream) => this.fence(stream) };
    context.spool.damaged = (stream) => this.#sessionOf(stream)?.stop();
    this.#acceptor = new Acceptor(
      listener,
      (connection) => this.#accept(connection),
      context.log,
    );
  }

  /** The port that clients connect to. */
  get port(): number {
    return this.#acceptor.port;
  }

  /** How many there are. */
  get count(): number {
    return this.#sessions.size;
  }

  /** The sessions of all clients. */
  get all(): ReadonlySet<ClientSession> {
    return new Set(this.#sessions.keys());
  }

  /**
   * Whether a connection opened by this process is, or soon will be, one of
   * these clients.
   */
  async includes(opened: Ends): Promise<boolean> {
    const deadline = performance.now() + SHOW_UP_MS;
    for (;;) {
      const isIncluded = [...this.#sessions.keys()].some(({ ends }) =>
        areEndsOfOne(opened, ends)
      );
      const left = deadline - performance.now();
      if (isIncluded || left <= 0) return isIncluded;
      await this.#accepted.wait(left);
    }
  }

  /** Ends the session that writes to `stream`; `undefined` if there is none. */
  fence(stream: SpooledStream): Promise<void> | undefined {
    const session = this.#sessionOf(stream);
    session?.stop();
    return session && this.#sessions.get(session);
  }

  /** Accepts no more clients; resolves when everything received is spooled. */
  async stop(): Promise<void> {
    await this.#acceptor.stop();
    this.#context.spool.room.drain();
    this.#context.spool.turns.end();
    let areAllStopped = false;
    await drain(() => areAllStopped || this.#sessions.size === 0, (isLate) => {
      for (const session of this.#sessions.keys()) {
        const isQuiet = session.quietFor(DRAIN_STEP_MS) >= QUIET_MS;
        if (isLate || isQuiet) session.stop();
      }
      areAllStopped = isLate;
    });
    await Promise.all(this.#sessions.values());
  }

  #sessionOf(stream: SpooledStream): ClientSession | undefined {
    return [...this.#sessions.keys()].find((one) => one.stream === stream);
  }

  #accept(connection: Connection): void {
    if (this.#sessions.size >= this.#most) return this.#refuse(connection);
    const accepted = this.#context.spool.clock.now();
    const session = new ClientSession(connection, accepted, this.#context);
    this.#sessions.set(session, this.#serve(session));
    this.#accepted.notify();
  }

  /** Closes a client, which retries later. */
  #refuse(connection: Connection): void {
    connection.close();
    this.#context.log.warn(
      "{client}: closed at once, {count} clients are connected; raise " +
        "--max-connections",
      { client: addressText(connection.peer), count: this.#most },
    );
  }

  async #serve(session: ClientSession): Promise<void> {
    await session.run().catch((error) =>
      this.#context.log.error("Cannot serve a client: {reason}", {
        reason: errorText(error),
      })
    );
    this.#sessions.delete(session);
  }
}
