/**
 * The clients of a server, for operators.
 *
 * @module
 */
import type {
  ClientState,
  ClientStatus,
} from "../../server/status/server_status.ts";

/** The states of clients, in their usual order, and what they mean. */
export const CLIENT_STATES: readonly (readonly [ClientState, string])[] = [
  ["headers", "waits for the rest of the headers"],
  ["opening", "waits for the database to be opened"],
  ["reading", "the server waits for tuples"],
  ["held back", "waits for the database to catch up"],
];

/** Number of clients in each state. */
export function countStates(
  clients: readonly ClientStatus[],
): ReadonlyMap<ClientState, number> {
  const counts = new Map<ClientState, number>(
    CLIENT_STATES.map(([state]) => [state, 0]),
  );
  for (const { state } of clients) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

/** Clients whose name or address contains `text`; the most bytes first. */
export function listedClients(
  clients: readonly ClientStatus[],
  text: string,
): readonly ClientStatus[] {
  const wanted = text.trim().toLowerCase();
  return clients
    .filter(({ client, address }) =>
      `${client} ${address}`.toLowerCase().includes(wanted)
    )
    .toSorted((a, b) => b.bytes - a.bytes);
}
