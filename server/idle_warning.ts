/**
 * Warns of applications that measure less often than the server waits.
 *
 * @module
 */
import type { Log } from "../shared/log.ts";
import type { ClientFacts, ServerObserver } from "./observer.ts";

/** Applications that are warned of; more of them say nothing new. */
const MOST_APPLICATIONS = 100;

/**
 * Says once for each application what it means that one of its clients was
 * closed for its silence: most clients lose their next sample then, and some
 * never connect again.
 */
export class IdleWarning implements ServerObserver {
  readonly #idleSeconds: number;
  readonly #log: Log;
  readonly #warned = new Set<string>();

  /** For a server that closes clients after `idleSeconds` without data. */
  constructor(idleSeconds: number, log: Log) {
    this.#idleSeconds = idleSeconds;
    this.#log = log;
  }

  clientConnected(): void {
    // Only how a client goes matters here.
  }

  clientReady(): void {
    // Only how a client goes matters here.
  }

  clientDisconnected(client: ClientFacts, reason: string): void {
    const { domain, senderId, appName, resumes } = client;
    // A client that never said what it is has measured nothing. One that
    // resumes its stream sends again what was not stored.
    if (reason !== "idle" || domain === "" || resumes) return;
    if (this.#warned.has(appName)) return;
    if (this.#warned.size >= MOST_APPLICATIONS) return;
    this.#warned.add(appName);
    this.#log.warn(
      "{client}: closed after {seconds} s without data; a client that " +
        "measures less often loses samples, or all that follow where it does " +
        "not connect again: raise -t, or start the server with -t 0, which " +
        "never closes a silent client",
      {
        client: [domain, senderId, appName].join(":"),
        seconds: this.#idleSeconds,
      },
    );
  }

  databaseOpened(): void {
    // Only clients matter here.
  }

  databaseClosed(): void {
    // Only clients matter here.
  }
}
