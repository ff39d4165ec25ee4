/**
 * Sums up what clients send, those that have gone included.
 *
 * @module
 */
import type {
  ClientStatus,
  ConvertedStatus,
  RejectedStatus,
  TotalStatus,
} from "./server_status.ts";

/** Clients whose rejected samples, or converted values, are remembered one by one. */
const MOST_NAMES = 1000;

/** What all the others are called together. */
const OTHERS = "(others)";

type Sums = { -readonly [K in keyof TotalStatus]: TotalStatus[K] };

/** Remembers the clients that have gone by what they sent. */
export class Traffic {
  readonly #gone: Sums = {
    ...{ connections: 0, bytes: 0, tuples: 0 },
    ...{ rejected: 0, converted: 0 },
  };
  readonly #rejected = new Map<string, number>();
  readonly #converted = new Map<string, number>();

  /** A client has gone. */
  leave(client: ClientStatus): void {
    addTo(this.#gone, client);
    addUp(this.#rejected, client.client, client.rejected);
    addUp(this.#converted, client.client, client.converted);
  }

  /** All together, with the clients that are there. */
  total(clients: readonly ClientStatus[]): TotalStatus {
    const sums = { ...this.#gone };
    for (const client of clients) addTo(sums, client);
    return sums;
  }

  /** Who had samples rejected, with the clients that are there. */
  rejected(clients: readonly ClientStatus[]): readonly RejectedStatus[] {
    const counts = new Map(this.#rejected);
    for (const { client, rejected } of clients) addUp(counts, client, rejected);
    return mostFirst(counts).map(([client, rejected]) => ({
      client,
      rejected,
    }));
  }

  /** Who had values converted, with the clients that are there. */
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
  // A load balancer that looks in says nothing.
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
