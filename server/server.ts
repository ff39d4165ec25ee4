/**
 * The server: accepts clients and serves each one in its own session.
 *
 * @module
 */
import { Acceptor } from "../ports/acceptor.ts";
import { addressText } from "../ports/address_text.ts";
import type { Connection, Listener } from "../ports/runtime.ts";
import { drain, DRAIN_STEP_MS } from "../shared/drain.ts";
import { Session } from "./sessions/session.ts";
import type { SessionContext } from "./sessions/session_context.ts";
import type { TrafficStatus } from "./status/server_status.ts";
import { Traffic } from "./status/traffic.ts";

/**
 * Milliseconds between checks for idle clients: a part of the time after which
 * they are closed, within limits.
 */
const SWEEP_PART = 1 / 30;
const LEAST_SWEEP_MS = 500;
const MOST_SWEEP_MS = 2_000;

/**
 * Milliseconds after `abandon` within which everything the clients have sent
 * must be stored or saved.
 */
const LAST_WRITE_MS = 20_000;

/** Maximum number of names in the message about unfinished clients. */
const MOST_NAMES = 20;

/** A running server. */
export class Server {
  readonly #acceptor: Acceptor;
  readonly #context: SessionContext;
  readonly #sessions = new Map<Session, Promise<void>>();
  readonly #traffic = new Traffic();
  readonly #woken: () => void;
  #sweeper: ReturnType<typeof setInterval> | undefined;
  #stopping = false;
  #lost = false;

  /**
   * Serves the connections of `listener` until {@linkcode Server.stop}. Calls
   * `woken` when a client connects.
   */
  constructor(
    listener: Listener,
    context: SessionContext,
    woken: () => void = () => undefined,
  ) {
    this.#context = context;
    this.#woken = woken;
    this.#acceptor = new Acceptor(
      listener,
      (connection) => this.#serve(connection),
      context.log,
    );
  }

  /** The status of its clients and their experiments. */
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

  /** Number of connected clients. */
  get connections(): number {
    let count = 0;
    for (const { lingering } of this.#sessions.keys()) if (!lingering) count++;
    return count;
  }

  /** Whether it runs without an experiment; probes have none. */
  get isIdle(): boolean {
    return !this.#stopping && this.#context.experiments.size === 0;
  }

  /** The port it listens on. */
  get port(): number {
    return this.#acceptor.port;
  }

  /**
   * Stops accepting clients, drains what the connected ones have sent, commits
   * it, and closes them. Once `abandon` is aborted, which ends the waiting for
   * databases, `lastWriteMs` remain. Returns whether everything was stored or
   * saved.
   */
  async stop(
    abandon: AbortSignal = new AbortController().signal,
    lastWriteMs: number = LAST_WRITE_MS,
  ): Promise<boolean> {
    this.#stopping = true;
    this.#stopSweeper();
    await this.#acceptor.stop();
    let end = Infinity;
    const setEnd = () => end = performance.now() + lastWriteMs;
    if (abandon.aborted) setEnd();
    else abandon.addEventListener("abort", setEnd, { once: true });
    await drain(
      () => this.#sessions.size === 0 || performance.now() >= end,
      (isLate) => this.#drain(isLate),
    );
    if (this.#sessions.size > 0) this.#logUnfinished();
    return this.#sessions.size === 0 && !this.#lost;
  }

  #logUnfinished(): void {
    const names = [...this.#sessions.keys()].map((session) =>
      session.status().client
    );
    this.#context.log.error(
      "{count} clients could not be finished in time; their data that is not " +
        "stored is lost: {names}",
      { count: names.length, names: names.slice(0, MOST_NAMES).join(", ") },
    );
  }

  /**
   * Stops the quiet clients; if `isLate`, also those that were read long
   * enough.
   */
  #drain(isLate: boolean): void {
    for (const session of this.#sessions.keys()) {
      const isDrained = session.isDrained(DRAIN_STEP_MS, isLate);
      if (isDrained || session.lingering) session.stop("stopped");
    }
  }

  #serve(connection: Connection): void {
    if (this.#isFull()) return this.#refuse(connection);
    const session = new Session(connection, this.#context);
    const running = session.run().then((stored) => {
      this.#sessions.delete(session);
      this.#traffic.leave(session.status());
      if (this.#stopping && !stored) this.#lost = true;
      if (this.#sessions.size === 0) this.#stopSweeper();
    });
    this.#sessions.set(session, running);
    this.#sweeper ??= this.#startSweeper();
    this.#woken();
  }

  #isFull(): boolean {
    const { maxConnections } = this.#context.options;
    // Count only if there may be too many.
    return this.#sessions.size >= maxConnections &&
      this.connections >= maxConnections;
  }

  /** A closed client retries later or with another server. */
  #refuse(connection: Connection): void {
    const { options, log } = this.#context;
    connection.close();
    log.warn(
      "{client}: closed at once, {count} clients are connected; raise " +
        "--max-connections, or the system's limit of open files",
      { client: addressText(connection.peer), count: options.maxConnections },
    );
  }

  #startSweeper(): ReturnType<typeof setInterval> | undefined {
    const idleMs = 1000 * this.#context.options.idleSeconds;
    if (idleMs === 0 || this.#stopping) return undefined;
    const most = Math.min(SWEEP_PART * idleMs, MOST_SWEEP_MS);
    const sweepMs = Math.max(LEAST_SWEEP_MS, most);
    return setInterval(() => this.#sweep(sweepMs, idleMs), sweepMs);
  }

  #stopSweeper(): void {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }

  #sweep(sinceLastSweep: number, idleMs: number): void {
    for (const session of this.#sessions.keys()) {
      const isIdle = session.idleFor(sinceLastSweep) >= idleMs;
      if (isIdle) session.stop("idle");
    }
  }
}
