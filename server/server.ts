/**
 * The server: accepts clients, and serves each client in a session of its own.
 *
 * @module
 */
import { Acceptor } from "../ports/acceptor.ts";
import { addressText } from "../ports/address_text.ts";
import type { Connection, Listener } from "../ports/runtime.ts";
import { drain, DRAIN_STEP_MS } from "../shared/drain.ts";
import { Session, type SessionContext } from "./sessions/session.ts";
import type { TrafficStatus } from "./status/server_status.ts";
import { Traffic } from "./status/traffic.ts";

/** Milliseconds between two looks for idle clients. */
const SWEEP_MS = 500;

/**
 * Milliseconds after the end of the patience in which all that the clients
 * have sent must be written somewhere.
 */
const LAST_WRITE_MS = 20_000;

/** Clients that are named where a stop has to leave some. */
const MOST_NAMES = 20;

/** A running server. */
export class Server {
  readonly #acceptor: Acceptor;
  readonly #context: SessionContext;
  readonly #sessions = new Map<Session, Promise<void>>();
  readonly #traffic = new Traffic();
  readonly #sweeper: ReturnType<typeof setInterval>;
  #stopping = false;
  #lost = false;

  /** Serves those whom `listener` accepts, until {@linkcode Server.stop}. */
  constructor(listener: Listener, context: SessionContext) {
    this.#context = context;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS);
    this.#acceptor = new Acceptor(
      listener,
      (connection) => this.#serve(connection),
      context.log,
    );
  }

  /** How it goes with its clients and their experiments. */
  status(): TrafficStatus {
    const sessions = [...this.#sessions.keys()];
    const known = sessions.map((session) => session.status());
    return {
      total: this.#traffic.total(known),
      clients: known.filter((_, i) => !sessions[i].lingering),
      experiments: this.#context.experiments.status(),
      rejected: this.#traffic.rejected(known),
      converted: this.#traffic.converted(known),
    };
  }

  /** How many clients are connected. */
  get connections(): number {
    let count = 0;
    for (const { lingering } of this.#sessions.keys()) if (!lingering) count++;
    return count;
  }

  /** Whether it runs and has no experiment: who only probes it has none. */
  get isIdle(): boolean {
    return !this.#stopping && this.#context.experiments.size === 0;
  }

  /** The port it listens on. */
  get port(): number {
    return this.#acceptor.port;
  }

  /**
   * Accepts no more clients, drains what those that are there have sent,
   * commits it, and closes them. Once `abandon` says that databases are not
   * waited for any more, there is an end to it, `lastWriteMs` later. Returns
   * whether all could be stored, or was taken care of.
   */
  async stop(
    abandon: AbortSignal = new AbortController().signal,
    lastWriteMs: number = LAST_WRITE_MS,
  ): Promise<boolean> {
    clearInterval(this.#sweeper);
    this.#stopping = true;
    await this.#acceptor.stop();
    let end = Infinity;
    const setEnd = () => end = performance.now() + lastWriteMs;
    if (abandon.aborted) setEnd();
    else abandon.addEventListener("abort", setEnd, { once: true });
    await drain(
      () => this.#sessions.size === 0 || performance.now() >= end,
      (isLate) => this.#drain(isLate),
    );
    if (this.#sessions.size > 0) this.#tellUnfinished();
    return this.#sessions.size === 0 && !this.#lost;
  }

  #tellUnfinished(): void {
    const names = [...this.#sessions.keys()].map((session) =>
      session.status().client
    );
    this.#context.log.error(
      "{count} clients could not be finished in time, what is not stored of " +
        "them is lost: {names}",
      { count: names.length, names: names.slice(0, MOST_NAMES).join(", ") },
    );
  }

  /** Stops each client that is quiet, and late all that were read enough. */
  #drain(isLate: boolean): void {
    for (const session of this.#sessions.keys()) {
      const isDrained = session.isDrained(DRAIN_STEP_MS, isLate);
      if (isDrained || session.lingering) session.stop("stopped");
    }
  }

  #serve(connection: Connection): void {
    if (this.#isFull()) return this.#turnAway(connection);
    const session = new Session(connection, this.#context);
    const running = session.run().then((stored) => {
      this.#sessions.delete(session);
      this.#traffic.leave(session.status());
      if (this.#stopping && !stored) this.#lost = true;
    });
    this.#sessions.set(session, running);
  }

  #isFull(): boolean {
    const { maxConnections } = this.#context.options;
    // Counting is only worth it where there may be too many.
    return this.#sessions.size >= maxConnections &&
      this.connections >= maxConnections;
  }

  /** A client that is closed tries again later, or with another server. */
  #turnAway(connection: Connection): void {
    const { options, log } = this.#context;
    connection.close();
    log.warn(
      "{client}: closed at once, {count} clients are connected; raise " +
        "--max-connections, or the system's limit of open files",
      { client: addressText(connection.peer), count: options.maxConnections },
    );
  }

  #sweep(): void {
    const { idleSeconds } = this.#context.options;
    if (idleSeconds === 0) return;
    for (const session of this.#sessions.keys()) {
      const idle = session.idleFor(SWEEP_MS) >= 1000 * idleSeconds;
      if (idle) session.stop("idle");
    }
  }
}
