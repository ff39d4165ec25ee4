/**
 * Log messages about one client.
 *
 * @module
 */
import type { SessionHeader } from "../../codec/headers/session_header.ts";
import type { Log, LogLevel } from "../../shared/log.ts";
import { addressText } from "../../ports/address_text.ts";
import type { Address } from "../../ports/runtime.ts";
import type { Refusal } from "./refusal.ts";
import { StreamLog } from "./stream_log.ts";

/** Names the client in each line: by its address, after its headers by them. */
export class ClientLog {
  /** Logs what is found in its stream. */
  readonly stream: StreamLog;
  readonly #log: Log;
  #name: string;
  /** Whether it was refused as before, which is logged once. */
  #isKnown = false;

  /** Logs to `log` about the client at `peer`. */
  constructor(log: Log, peer: Address) {
    this.#log = log;
    this.stream = new StreamLog(log, () => this.#name);
    this.#name = addressText(peer);
  }

  /** The client's present name. */
  get name(): string {
    return this.#name;
  }

  /** The client has connected. */
  connected(): void {
    this.#log.debug("{client}: connected", { client: this.#name });
  }

  /** Its headers are complete and name it from now on. */
  ready(header: SessionHeader): void {
    const { domain, senderId, appName, protocol, content } = header;
    const address = this.#name;
    this.#name = [domain, senderId ?? "", appName ?? ""].join(":");
    this.#log.info(
      "{client}: ready, from {address}, OMSP V{protocol} {content}",
      {
        client: this.#name,
        address,
        protocol,
        content,
      },
    );
    this.stream.ready(header);
  }

  /** It disconnected before its headers were complete. */
  cutHeader(): void {
    this.#log.warn("{client}: disconnected before its headers were complete", {
      client: this.#name,
    });
  }

  /** It violated the protocol, or the server can't continue to serve it. */
  failed(reason: string): void {
    this.#log.error("{client}: {reason}", { client: this.#name, reason });
  }

  /** It was refused. */
  refused({ reason, isKnown }: Refusal): void {
    this.#isKnown = isKnown;
    if (!isKnown) return this.failed(reason);
    this.#log.debug("{client}: {reason}", { client: this.#name, reason });
  }

  /** It has disconnected. */
  disconnected(why: string, level: LogLevel): void {
    this.#log[this.#isKnown ? "debug" : level](
      "{client}: disconnected ({why})",
      {
        client: this.#name,
        why,
      },
    );
  }
}
