/**
 * Measurements of a server.
 *
 * @module
 */
import type {
  ClientState,
  ServerStatus,
} from "../../server/status/server_status.ts";
import { EventLoopDelay } from "./event_loop.ts";
import { Metrics } from "./metrics.ts";
import { addProcessMetrics } from "./process_metrics.ts";
import { addRefusals } from "./refusal_metrics.ts";
import type { StorageMeter } from "./storage_meter.ts";

/** Where the measurements come from. */
export interface ServerSources {
  /** Returns the server's status. */
  readonly status: () => ServerStatus;
  /** Counts commits. */
  readonly meter: StorageMeter;
  /** Number of tuples that went to files instead of a database. */
  readonly unsaved: () => number;
  /** Bytes of SQLite's logs; unset without SQLite. */
  readonly walBytes?: () => number;
}

const STATES: readonly ClientState[] = [
  ...["headers", "opening", "reading", "held back"] as const,
];

/** Measures a server until `stop` is called. */
export function serverMetrics(
  { status, meter, unsaved, walBytes }: ServerSources,
): { readonly text: () => Promise<string>; readonly stop: () => void } {
  const metrics = new Metrics();
  const delay = new EventLoopDelay();
  let now = status();
  addProcessMetrics(metrics, "server");
  addTotals(metrics, () => now.total);
  addConnections(metrics, () => now.clients);
  addExperiments(metrics, () => now.experiments);
  addRefusals(metrics, "server", () => now.refused);
  meter.addTo(metrics);
  metrics.counter({
    name: "oml_server_unsaved_rows_total",
    help: "Rows that no database took, and that were written to files.",
  }, unsaved);
  if (walBytes !== undefined) {
    metrics.gauge({
      name: "oml_server_wal_bytes",
      help: "Size of the write-ahead logs of the SQLite databases.",
    }, walBytes);
  }
  metrics.add(delay.metric);
  return {
    text: () => {
      // One status for all: making it costs time for each client.
      now = status();
      return metrics.text();
    },
    stop: () => delay.stop(),
  };
}

function addTotals(metrics: Metrics, read: () => ServerStatus["total"]): void {
  metrics.counter({
    name: "oml_server_connections_total",
    help: "Connections that sent data.",
  }, () => read().connections);
  metrics.counter({
    name: "oml_server_received_bytes_total",
    help: "Bytes received from clients.",
  }, () => read().bytes);
  metrics.counter({
    name: "oml_server_tuples_total",
    help: "Accepted tuples.",
  }, () => read().tuples);
  metrics.counter({
    name: "oml_server_converted_values_total",
    help: "Values in accepted tuples that differ from their texts.",
  }, () => read().converted);
}

function addConnections(
  metrics: Metrics,
  read: () => ServerStatus["clients"],
): void {
  metrics.gauge({
    name: "oml_server_connections",
    help: "Connected clients, by what they wait for.",
    labels: ["state"],
  }, () => {
    const counts = new Map(STATES.map((state) => [state, 0]));
    for (const { state } of read()) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return [...counts].map(([state, count]) => [
      { state: state.replace(" ", "_") },
      count,
    ]);
  });
}

function addExperiments(
  metrics: Metrics,
  read: () => ServerStatus["experiments"],
): void {
  const sum = (field: "queuedRows" | "queuedBytes") => () =>
    read().reduce((sum, experiment) => sum + experiment[field], 0);
  metrics.gauge({
    name: "oml_server_experiments",
    help: "Experiments that have clients.",
  }, () => read().length);
  metrics.gauge({
    name: "oml_server_queued_rows",
    help: "Rows not stored yet.",
  }, sum("queuedRows"));
  metrics.gauge({
    name: "oml_server_queued_bytes",
    help: "Bytes of the rows not stored yet.",
  }, sum("queuedBytes"));
}
