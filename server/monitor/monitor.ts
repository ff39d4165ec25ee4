/**
 * Self-monitoring: reports on the server's clients, sent by OML to another
 * server, to this one, or to a file.
 *
 * @module
 */
import { Client } from "../../client/client.ts";
import { UnsentError } from "../../client/errors.ts";
import type { PointOf } from "../../client/measurement_point.ts";
import type { ClientObserver } from "../../client/options.ts";
import type { Dialer } from "../../client/outlet.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import type { ClientFacts, ServerObserver } from "../observer.ts";
import type { MonitorOptions } from "./monitor_options.ts";
import { OwnConnections } from "./own_connections.ts";

/** The fields of the measurement point, as in the original. */
const CLIENTS =
  "address:string port:int32 node_id:string domain:string appname:string " +
  "event:string message:string";

/** Maximum bytes of a string in a binary message. */
const MOST_STRING = 254;

/** Why clients disconnected, in the original's words. */
const ORIGINAL_REASONS: ReadonlyMap<string, string> = new Map([
  ["end", "SOCKET_CONN_CLOSED"],
  ["broken", "SOCKET_DROPPED"],
  ["idle", "SOCKET_IDLE"],
]);

/** Milliseconds that a stop waits for the last reports to be delivered. */
const CLOSE_MS = 1_000;

/** The options that are required to report. */
interface Reporting {
  readonly id: string;
  readonly domain: string;
  readonly collect: string;
}

/** Reports on clients. The server continues even if reports fail. */
export class Monitor implements ServerObserver {
  readonly #log: Log;
  readonly #own = new OwnConnections();
  readonly #client: Client;
  readonly #clients: PointOf<typeof CLIENTS>;
  #dropped = 0;

  private constructor(
    { id, domain, collect }: Reporting,
    { content, bufsize, tls }: MonitorOptions,
    dialer: Dialer,
    log: Log,
  ) {
    this.#log = log;
    this.#client = new Client({
      collect,
      domain,
      senderId: id,
      appName: "server",
      content,
      instrument: true,
      observer: this.#observer(collect),
      ...(bufsize !== undefined && { bufferBytes: bufsize }),
      ...(tls !== undefined && { tls }),
    }, dialer);
    this.#clients = this.#client.define("clients", CLIENTS);
  }

  /**
   * Starts reporting if configured; `undefined` if not, or if it can't start,
   * which is logged.
   */
  static start(
    options: MonitorOptions,
    dialer: Dialer,
    log: Log,
  ): Monitor | undefined {
    const { id, domain, collect, noop } = options;
    if (noop || collect === undefined) return undefined;
    try {
      if (id === undefined) throw new Error(missing("--oml-id or OML_NAME"));
      if (domain === undefined) {
        throw new Error(missing("--oml-domain or OML_DOMAIN"));
      }
      return new Monitor({ id, domain, collect }, options, dialer, log);
    } catch (error) {
      log.warn("Self-monitoring is disabled: {reason}", {
        reason: errorText(error),
      });
      return undefined;
    }
  }

  clientConnected(client: ClientFacts): void {
    if (!this.#own.connected(client)) this.#report(client, "Connect", "");
  }

  clientReady(client: ClientFacts): void {
    if (!this.#own.has(client)) this.#report(client, "Ready", "");
  }

  clientDisconnected(client: ClientFacts, reason: string): void {
    if (this.#own.disconnected(client)) return;
    this.#report(client, "Disconnect", originalReason(reason));
  }

  databaseOpened(): void {
    // The original reports on clients only.
  }

  databaseClosed(): void {
    // The original reports on clients only.
  }

  /** Sends the remaining reports, and stops reporting. */
  async close(): Promise<void> {
    try {
      await this.#client.close({ timeout: CLOSE_MS });
    } catch (error) {
      if (!(error instanceof UnsentError)) throw error;
      this.#log.warn("Self-monitoring reports may be lost: {reason}", {
        reason: error.message,
      });
    }
  }

  #report(client: ClientFacts, event: string, message: string): void {
    const { host, port, senderId, domain, appName } = client;
    const texts = [senderId, domain, appName].map(fitting);
    const [id, experiment, application] = texts;
    this.#clients.inject(
      mappedAddress(host),
      port,
      id,
      experiment,
      application,
      event,
      fitting(message),
    );
  }

  #observer(collect: string): ClientObserver {
    const log = this.#log;
    return {
      stateChanged: (state, local) => {
        if (local !== undefined) this.#own.reportFrom(local);
        const level = state === "connected" ? "info" : "debug";
        log[level]("Self-monitoring reports to {collect}: {state}", {
          collect,
          state,
        });
      },
      failed: (error) => log.warn("{reason}", { reason: error.message }),
      dropped: (tuples) => {
        if (this.#dropped === 0) {
          log.warn("Self-monitoring reports are being dropped");
        }
        this.#dropped += tuples;
      },
      delivered: () => {
        if (this.#dropped === 0) return;
        log.warn("{dropped} self-monitoring reports were dropped", {
          dropped: this.#dropped,
        });
        this.#dropped = 0;
      },
    };
  }
}

/**
 * Returns the original's words for why a client disconnected, if it has any.
 */
function originalReason(reason: string): string {
  if (reason.startsWith("protocol error:")) return "C_PROTOCOL_ERROR";
  return ORIGINAL_REASONS.get(reason) ?? reason;
}

/** The original listens on IPv6, where IPv4 clients have mapped addresses. */
function mappedAddress(host: string): string {
  return host.includes(":") ? host : `::ffff:${host}`;
}

function missing(options: string): string {
  return `liboml2 requires ${options}`;
}

/** The part of a text that fits in both content modes. */
function fitting(text: string): string {
  const room = new Uint8Array(MOST_STRING);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read).replace(/\0+$/, "");
}
