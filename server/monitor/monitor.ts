/**
 * The server's measurements of itself: what its clients do, sent by OML to
 * another server, to this one, or into a file.
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

/** The fields of the measurement point, as the original has them. */
const CLIENTS =
  "address:string port:int32 node_id:string domain:string appname:string " +
  "event:string message:string";

/** Bytes of a string that a binary message has room for. */
const MOST_STRING = 254;

/** Why clients have gone, in the original's words. */
const ORIGINAL_REASONS: ReadonlyMap<string, string> = new Map([
  ["end", "SOCKET_CONN_CLOSED"],
  ["broken", "SOCKET_DROPPED"],
  ["idle", "SOCKET_IDLE"],
]);

/** Milliseconds that a stop waits for the last reports to be taken. */
const CLOSE_MS = 1_000;

/** What there must be to report. */
interface Reporting {
  readonly id: string;
  readonly domain: string;
  readonly collect: string;
}

/** Reports on clients. Whatever becomes of the reports, the server goes on. */
export class Monitor implements ServerObserver {
  readonly #log: Log;
  readonly #own = new OwnConnections();
  readonly #client: Client;
  readonly #clients: PointOf<typeof CLIENTS>;
  #dropped = 0;

  private constructor(
    { id, domain, collect }: Reporting,
    { content, bufsize }: MonitorOptions,
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
    }, dialer);
    this.#clients = this.#client.define("clients", CLIENTS);
  }

  /**
   * Begins to report, if that is asked for; `undefined` if it is not, or can't
   * be, which is logged.
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
      log.warn("No reports on this server itself: {reason}", {
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

  /** Sends what is left, and ends the reporting. */
  async close(): Promise<void> {
    try {
      await this.#client.close({ timeout: CLOSE_MS });
    } catch (error) {
      if (!(error instanceof UnsentError)) throw error;
      this.#log.warn("Reports on this server itself may be lost: {reason}", {
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
        log[level]("reports on clients to {collect}: {state}", {
          collect,
          state,
        });
      },
      failed: (error) => log.warn("{reason}", { reason: error.message }),
      dropped: (tuples) => {
        if (this.#dropped === 0) log.warn("reports are given up for now");
        this.#dropped += tuples;
      },
      delivered: () => {
        if (this.#dropped === 0) return;
        log.warn("{dropped} reports were given up", { dropped: this.#dropped });
        this.#dropped = 0;
      },
    };
  }
}

/** The original's words for why a client has gone, where it has some. */
function originalReason(reason: string): string {
  if (reason.startsWith("protocol error:")) return "C_PROTOCOL_ERROR";
  return ORIGINAL_REASONS.get(reason) ?? reason;
}

/** The original listens on IPv6, where an IPv4 client has such an address. */
function mappedAddress(host: string): string {
  return host.includes(":") ? host : `::ffff:${host}`;
}

function missing(options: string): string {
  return `liboml2 wants ${options}`;
}

/** As much of a text as each way of writing it has room for. */
function fitting(text: string): string {
  const room = new Uint8Array(MOST_STRING);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read).replace(/\0+$/, "");
}
