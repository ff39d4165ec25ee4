/**
 * Sums up what clients send, those that have gone included.
 *
 * @module
 */
import type {
  ClientStatus,
  ConvertedStatus,
  RefusedStatus,
  TotalStatus,
} from "./server_status.ts";

/** Clients whose refused samples, or converted values, are remembered one by one. */
const MOST_NAMES = 1000;

/** What all the others are called together. */
const OTHERS = "(others)";

type Sums = { -readonly [K in keyof TotalStatus]: TotalStatus[K] };

/** Remembers the clients that have gone by what they sent. */
export class Traffic {
  readonly #gone: Sums = {
    ...{ connections: 0, bytes: 0, tuples: 0 },
    ...{ refused: 0, converted: 0 },
  };
  readonly #refused = new Map<string, number>();
  readonly #converted = new Map<string, number>();

  /** A client has gone. */
  leave(client: ClientStatus): void {
    addTo(this.#gone, client);
    addUp(this.#refused, client.client, client.refused);
    addUp(this.#converted, client.client, client.converted);
  }

  /** All together, with the clients that are there. */
  total(clients: readonly ClientStatus[]): TotalStatus {
    const sums = { ...this.#gone };
    for (const client of clients) addTo(sums, client);
    return sums;
  }

  /** Who had samples refused, with the clients that are there. */
  refused(clients: readonly ClientStatus[]): readonly RefusedStatus[] {
    const counts = new Map(this.#refused);
    for (const { client, refused } of clients) addUp(counts, client, refused);
    return mostFirst(counts).map(([client, refused]) => ({ client, refused }));
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
  { bytes, tuples, refused, converted }: ClientStatus,
): void {
  // A load balancer that looks in says nothing.
  if (bytes > 0) sums.connections++;
  sums.bytes += bytes;
  sums.tuples += tuples;
  sums.refused += refused;
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
