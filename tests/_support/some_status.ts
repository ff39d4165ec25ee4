import type {
  ClientStatus,
  ExperimentStatus,
  ServerStatus,
} from "../../server/status/server_status.ts";

/** A client that has sent something. */
export function someClient(changes: Partial<ClientStatus> = {}): ClientStatus {
  return {
    client: "d:s:a",
    address: "10.0.0.1:40000",
    domain: "d",
    state: "reading",
    since: 1_000,
    bytes: 2_048,
    tuples: 100,
    rejected: 0,
    converted: 0,
    ...changes,
  };
}

/** An experiment that has stored something. */
export function someExperiment(
  changes: Partial<ExperimentStatus> = {},
): ExperimentStatus {
  return {
    domain: "d",
    clients: 1,
    queuedRows: 0,
    queuedBytes: 0,
    storedRows: 100,
    storedAt: 60_000,
    ...changes,
  };
}

/** A server a minute after its start, unless `changes` state otherwise. */
export function someStatus(changes: Partial<ServerStatus> = {}): ServerStatus {
  return {
    time: 61_000,
    since: 1_000,
    pid: 4711,
    version: "1.2.3",
    port: 3003,
    place: "/srv/oml",
    memory: 100 * 1024 * 1024,
    total: { connections: 0, bytes: 0, tuples: 0, rejected: 0, converted: 0 },
    clients: [],
    experiments: [],
    rejected: [],
    converted: [],
    refused: { addresses: 0, domains: 0, handshakes: 0 },
    ...changes,
  };
}
