/**
 * The answer to STATUS.
 *
 * @module
 */
import { quoteJson } from "../../codec/values/quote.ts";
import type { ReplayState } from "../upstream/replay_context.ts";
import type { Trouble } from "../upstream/upstream.ts";
import type { Drained } from "../upstream/replays.ts";

/** Status of one stream. */
export interface StreamStatus {
  /** Its result file. */
  readonly path: string;
  /** Bytes received from its client. */
  readonly received: number;
  /** Bytes that wait for the upstream server. */
  readonly buffered: number;
  /** Bytes sent to it. */
  readonly sent: number;
  /** Bytes that it reported as stored; unset if it reports nothing. */
  readonly acknowledged: number | undefined;
  /** Bytes dropped because the spool was full. */
  readonly dropped: number;
  /** Bytes sent per second. */
  readonly rate: number;
  /** Whether its client is connected. */
  readonly isLive: boolean;
  /** What its replay is doing. */
  readonly replay: string;
  /** Why the stream is rejected; unset if it is not. */
  readonly rejected: string | undefined;
}

/** Numbers of refused connections, by the rule that refused them. */
export interface RefusedConnections {
  /** Those from addresses that may not connect. */
  readonly addresses: number;
  /** Those whose TLS handshake failed. */
  readonly handshakes: number;
}

/** Status of the proxy. */
export interface ProxyStatus {
  /** Whether streams are replayed. */
  readonly state: ReplayState;
  /** Name of the upstream server. */
  readonly upstream: string;
  /** What is wrong with it, if anything. */
  readonly trouble: Trouble | undefined;
  /** What was refused since the start. */
  readonly refused: RefusedConnections;
  /** The streams that are not delivered yet. */
  readonly streams: readonly StreamStatus[];
}

/** One line for the proxy, then one for each stream. */
export function formatStatus(status: ProxyStatus): string[] {
  const { state, upstream, trouble, refused, streams } = status;
  const live = streams.filter(({ isLive }) => isLive).length;
  const buffered = streams.reduce((sum, stream) => sum + stream.buffered, 0);
  const rejected =
    streams.filter(({ rejected }) => rejected !== undefined).length;
  return [
    `STATUS ${state} upstream=${upstream}${formatTrouble(trouble)} ` +
    `clients=${live} streams=${streams.length - rejected} ` +
    `buffered=${buffered}${formatRejected(rejected)}${formatRefused(refused)}`,
    ...streams.map(formatStream),
  ];
}

function formatStream(stream: StreamStatus): string {
  const { path, received, buffered, sent, acknowledged, dropped } = stream;
  return [
    `CLIENT ${path}`,
    `received=${received}`,
    `buffered=${buffered}`,
    `sent=${sent}`,
    `acknowledged=${acknowledged ?? "-"}`,
    ...dropped > 0 ? [`dropped=${dropped}`] : [],
    `rate=${Math.round(stream.rate)}`,
    `client=${stream.isLive ? "there" : "gone"}`,
    `replay=${stream.replay}`,
    ...stream.rejected === undefined
      ? []
      : [`reason=${quoteJson(JSON.stringify(stream.rejected))}`],
  ].join(" ");
}

function formatTrouble(trouble: Trouble | undefined): string {
  if (trouble === undefined) return "";
  return ` ${trouble}`;
}

/** The line which reports that nothing is left to send. */
export function formatDrained({ clients, bytes, rejected }: Drained): string {
  return `DRAINED ${clients} ${bytes}${formatRejected(rejected)}`;
}

/**
 * Only if there are any: existing scripts expect the line without it. Rejected
 * streams are called refused here, and in the journal, as in earlier versions.
 */
function formatRejected(streams: number): string {
  return streams === 0 ? "" : ` refused=${streams}`;
}

/** Only what was refused, likewise. */
function formatRefused({ addresses, handshakes }: RefusedConnections): string {
  return (addresses === 0 ? "" : ` refused_addresses=${addresses}`) +
    (handshakes === 0 ? "" : ` refused_handshakes=${handshakes}`);
}
