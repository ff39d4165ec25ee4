/**
 * Sums up what clients send, including disconnected ones.
 *
 * @module
 */
import type {
  ClientStatus,
  ConvertedStatus,
  RejectedStatus,
  TotalStatus,
} from "./server_status.ts";

/**
 * Maximum number of clients whose rejected samples or converted values are
 * counted individually.
 */
const MOST_NAMES = 1000;

/** Common name of all others. */
const OTHERS = "(others)";

type Sums = { -readonly [K in keyof TotalStatus]: TotalStatus[K] };

/** Keeps the totals of disconnected clients. */
export class Traffic {
  readonly #gone: Sums = {
    ...{ connections: 0, bytes: 0, tuples: 0 },
    ...{ rejected: 0, converted: 0 },
  };
  readonly #rejected = new Map<string, number>();
  readonly #converted = new Map<string, number>();

  /** A client has disconnected. */
  leave(client: ClientStatus): void {
    addTo(this.#gone, client);
    addUp(this.#rejected, client.client, client.rejected);
    addUp(this.#converted, client.client, client.converted);
  }

  /** Totals, including the connected clients. */
  total(clients: readonly ClientStatus[]): TotalStatus {
    const sums = { ...this.#gone };
    for (const client of clients) addTo(sums, client);
    return sums;
  }

  /** Clients with rejected samples, including connected ones. */
  rejected(clients: readonly ClientStatus[]): readonly RejectedStatus[] {
    const counts = new Map(this.#rejected);
    for (const { client, rejected } of clients) addUp(counts, client, rejected);
    return mostFirst(counts).map(([client, rejected]) => ({
      client,
      rejected,
    }));
  }

  /** Clients with converted values, including connected ones. */
  converted(clients: readonly ClientStatus[]): readonly ConvertedStatus[] {
    const counts = new Map(this.#converted);
    for (const { client, converted } of clients) {
      addUp(counts, client, converted);
    }
    return mostFirst(counts).map(([client, converted]) => ({
      client,
      converted,
    }));
  }
}

function addTo(
  sums: Sums,
  { bytes, tuples, rejected, converted }: ClientStatus,
): void {
  // Probes of load balancers send nothing.
  if (bytes > 0) sums.connections++;
  sums.bytes += bytes;
  sums.tuples += tuples;
  sums.rejected += rejected;
  sums.converted += converted;
}

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}

function addUp(
  counts: Map<string, number>,
  client: string,
  more: number,
): void {
  if (more === 0) return;
  const isFull = !counts.has(client) && counts.size >= MOST_NAMES;
  const name = isFull ? OTHERS : client;
  counts.set(name, (counts.get(name) ?? 0) + more);
}
