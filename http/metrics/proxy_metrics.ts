/**
 * Measurements of a proxy.
 *
 * @module
 */
import type { ProxyStatus } from "../../proxy/control/status.ts";
import type { ProxyTotals } from "../../proxy/totals.ts";
import { EventLoopDelay } from "./event_loop.ts";
import { type Meaning, Metrics } from "./metrics.ts";
import { addProcessMetrics } from "./process_metrics.ts";
import { addRefusals } from "./refusal_metrics.ts";

/** Where the measurements come from. */
export interface ProxySources {
  /** Returns the proxy's status. */
  readonly status: () => ProxyStatus;
  /** Returns its totals. */
  readonly totals: () => ProxyTotals;
}

/** What replays do, as STATUS calls it, and the label's value. */
const STREAM_STATES: readonly (readonly [status: string, label: string])[] = [
  ["waiting", "waiting"],
  ["sending", "sending"],
  ["idle", "idle"],
  ["retrying", "retrying"],
  ["refused", "rejected"],
];

const TOTALS: readonly (readonly [total: keyof ProxyTotals, Meaning])[] = [
  ["received", {
    name: "oml_proxy_received_bytes_total",
    help: "Bytes that clients sent, and that were spooled.",
  }],
  ["dropped", {
    name: "oml_proxy_dropped_bytes_total",
    help: "Bytes that clients sent, and that the full spool dropped.",
  }],
  ["sent", {
    name: "oml_proxy_replayed_bytes_total",
    help: "Bytes after the headers sent to the upstream server; those sent " +
      "again after a lost connection count again.",
  }],
  ["delivered", {
    name: "oml_proxy_delivered_bytes_total",
    help: "Bytes of complete streams that the upstream server has taken.",
  }],
  ["streams", {
    name: "oml_proxy_delivered_streams_total",
    help: "Complete streams that the upstream server has taken.",
  }],
];

/** Measures a proxy until `stop` is called. */
export function proxyMetrics(
  { status, totals }: ProxySources,
): { readonly text: () => Promise<string>; readonly stop: () => void } {
  const metrics = new Metrics();
  const delay = new EventLoopDelay();
  let now = status();
  addProcessMetrics(metrics, "proxy");
  for (const [name, meaning] of TOTALS) {
    metrics.counter(meaning, () => totals()[name]);
  }
  addRefusals(metrics, "proxy", () => now.refused);
  addStreams(metrics, () => now);
  addUpstream(metrics, () => now);
  metrics.add(delay.metric);
  return {
    text: () => {
      now = status();
      return metrics.text();
    },
    stop: () => delay.stop(),
  };
}

function addStreams(metrics: Metrics, read: () => ProxyStatus): void {
  metrics.gauge({
    name: "oml_proxy_backlog_bytes",
    help: "Bytes that wait for the upstream server.",
  }, () => read().streams.reduce((sum, { buffered }) => sum + buffered, 0));
  metrics.gauge({
    name: "oml_proxy_clients",
    help: "Connected clients.",
  }, () => read().streams.filter(({ isLive }) => isLive).length);
  metrics.gauge({
    name: "oml_proxy_streams",
    help: "Streams that are not delivered, by what their replay does.",
    labels: ["state"],
  }, () =>
    STREAM_STATES.map(([status, state]) => [
      { state },
      read().streams.filter(({ replay }) => replay === status).length,
    ]));
}

function addUpstream(metrics: Metrics, read: () => ProxyStatus): void {
  metrics.gauge({
    name: "oml_proxy_replay_state",
    help: "1 for the state of the replay.",
    labels: ["state"],
  }, () =>
    ["running", "paused", "stopped"].map((state) => [
      { state },
      read().state === state ? 1 : 0,
    ]));
  metrics.gauge(
    {
      name: "oml_proxy_upstream_trouble",
      help: "1 for what is wrong with the upstream server, as far as known.",
      labels: ["trouble"],
    },
    () =>
      [["away", "away"], ["not-oml", "not_oml"]].map(([known, trouble]) => [
        { trouble },
        read().trouble === known ? 1 : 0,
      ]),
  );
}
