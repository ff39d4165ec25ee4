/**
 * The server's own connections to itself: reporting on reports would never end.
 *
 * @module
 */
import type { Address } from "../../ports/runtime.ts";

/** Recognizes clients that are the server itself. */
export class OwnConnections {
  /** The local end of the connection for reports. */
  #reporting = "";
  /** Such ends that are connected clients. */
  readonly #clients = new Set<string>();

  /** Reports are sent from `local` from now on. */
  reportFrom(local: Address): void {
    this.#reporting = key(local);
  }

  /** Whether a client that has just connected is the server itself. */
  connected(client: Address): boolean {
    if (key(client) !== this.#reporting) return false;
    this.#clients.add(this.#reporting);
    return true;
  }

  /** Whether a connected client is the server itself. */
  has(client: Address): boolean {
    return this.#clients.has(key(client));
  }

  /** Whether a client that has just disconnected was the server itself. */
  disconnected(client: Address): boolean {
    return this.#clients.delete(key(client));
  }
}

function key({ host, port }: Address): string {
  return `${host} ${port}`;
}
