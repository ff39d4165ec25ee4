/**
 * Sums up what clients send, those that have gone included.
 *
 * @module
 */
import type {
  ClientStatus,
  RefusedStatus,
  TotalStatus,
} from "./server_status.ts";

/** Clients whose refused samples are remembered one by one. */
const MOST_NAMES = 1000;

/** What all the others are called together. */
const OTHERS = "(others)";

type Sums = { -readonly [K in keyof TotalStatus]: TotalStatus[K] };

/** Remembers the clients that have gone by what they sent. */
export class Traffic {
  readonly #gone: Sums = { connections: 0, bytes: 0, tuples: 0, refused: 0 };
  readonly #refused = new Map<string, number>();

  /** A client has gone. */
  leave(client: ClientStatus): void {
    addTo(this.#gone, client);
    countRefused(this.#refused, client);
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
    for (const client of clients) countRefused(counts, client);
    return [...counts].map(([client, refused]) => ({ client, refused }))
      .sort((a, b) => b.refused - a.refused);
  }
}

function addTo(sums: Sums, { bytes, tuples, refused }: ClientStatus): void {
  // A load balancer that looks in says nothing.
  if (bytes > 0) sums.connections++;
  sums.bytes += bytes;
  sums.tuples += tuples;
  sums.refused += refused;
}

function countRefused(
  counts: Map<string, number>,
  { client, refused }: ClientStatus,
): void {
  if (refused === 0) return;
  const isFull = !counts.has(client) && counts.size >= MOST_NAMES;
  const name = isFull ? OTHERS : client;
  counts.set(name, (counts.get(name) ?? 0) + refused);
}
