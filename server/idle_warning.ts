/**
 * Warns about applications that measure less often than the idle timeout.
 *
 * @module
 */
import type { Log } from "../shared/log.ts";
import type { ClientFacts, ServerObserver } from "./observer.ts";

/** Maximum number of applications warned about; more add no information. */
const MOST_APPLICATIONS = 100;

/**
 * Warns once per application after one of its clients was closed as idle: most
 * clients lose their next sample then, and some never reconnect.
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
    // Only disconnections matter here.
  }

  clientReady(): void {
    // Only disconnections matter here.
  }

  clientDisconnected(client: ClientFacts, reason: string): void {
    const { domain, senderId, appName, resumes } = client;
    // A client without complete headers has measured nothing. One that resumes
    // its stream resends what was not stored.
    if (reason !== "idle" || domain === "" || resumes) return;
    if (this.#warned.has(appName)) return;
    if (this.#warned.size >= MOST_APPLICATIONS) return;
    this.#warned.add(appName);
    this.#log.warn(
      "{client}: closed after {seconds} s without data; clients that " +
        "measure less often lose samples, and all later ones if they do not " +
        "reconnect: raise -t, or never close idle clients with -t 0",
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
