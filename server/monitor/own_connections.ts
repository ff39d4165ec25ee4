/**
 * The server's own connections to itself: whoever reports on reports never
 * comes to an end.
 *
 * @module
 */
import type { Address } from "../../ports/runtime.ts";

/** Knows which of the server's clients is the server itself. */
export class OwnConnections {
  /** The near end of the connection that reports are sent on. */
  #reporting = "";
  /** Those of such ends that are clients here. */
  readonly #clients = new Set<string>();

  /** Reports are sent from this address now. */
  reportFrom(local: Address): void {
    this.#reporting = key(local);
  }

  /** Whether a client that has just connected is the server itself. */
  connected(client: Address): boolean {
    if (key(client) !== this.#reporting) return false;
    this.#clients.add(this.#reporting);
    return true;
  }

  /** Whether a client is. */
  has(client: Address): boolean {
    return this.#clients.has(key(client));
  }

  /** Whether a client that has just gone was. */
  disconnected(client: Address): boolean {
    return this.#clients.delete(key(client));
  }
}

function key({ host, port }: Address): string {
  return `${host} ${port}`;
}
