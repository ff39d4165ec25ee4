/**
 * The answer to STATUS.
 *
 * @module
 */
import { quoteJson } from "../../codec/values/quote.ts";
import type { ReplayState } from "../upstream/replay_context.ts";
import type { Trouble } from "../upstream/upstream.ts";
import type { Drained } from "../upstream/replays.ts";

/** What there is to say of one stream. */
export interface StreamStatus {
  /** Its result file. */
  readonly path: string;
  /** Bytes that its client has sent. */
  readonly received: number;
  /** Bytes that wait for the upstream server. */
  readonly buffered: number;
  /** Bytes that were sent on. */
  readonly sent: number;
  /** Bytes that are known to be stored; unset if the server tells nothing. */
  readonly acknowledged: number | undefined;
  /** Bytes dropped for want of room. */
  readonly dropped: number;
  /** Bytes a second that are sent on. */
  readonly rate: number;
  /** Whether its client is there. */
  readonly isLive: boolean;
  /** What its replay does. */
  readonly replay: string;
  /** Why it is kept and not sent, if that is so. */
  readonly refused: string | undefined;
}

/** What there is to say of the proxy. */
export interface ProxyStatus {
  /** Whether streams are replayed. */
  readonly state: ReplayState;
  /** Name of the upstream server. */
  readonly upstream: string;
  /** What is wrong with it, if something is. */
  readonly trouble: Trouble | undefined;
  /** The streams that are not through. */
  readonly streams: readonly StreamStatus[];
}

/** The lines, all but the first one for a stream each. */
export function formatStatus(status: ProxyStatus): string[] {
  const { state, upstream, trouble, streams } = status;
  const live = streams.filter(({ isLive }) => isLive).length;
  const buffered = streams.reduce((sum, stream) => sum + stream.buffered, 0);
  const refused = streams.filter(({ refused }) => refused !== undefined).length;
  return [
    `STATUS ${state} upstream=${upstream}${formatTrouble(trouble)} ` +
    `clients=${live} streams=${streams.length - refused} ` +
    `buffered=${buffered}${formatRefused(refused)}`,
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
    ...stream.refused === undefined
      ? []
      : [`reason=${quoteJson(JSON.stringify(stream.refused))}`],
  ].join(" ");
}

function formatTrouble(trouble: Trouble | undefined): string {
  if (trouble === undefined) return "";
  return trouble === "away" ? " away" : " not-oml";
}

/** The line that says that nothing is left to be sent. */
export function formatDrained({ clients, bytes, refused }: Drained): string {
  return `DRAINED ${clients} ${bytes}${formatRefused(refused)}`;
}

/** Only where there are any: those who read the line know its other words. */
function formatRefused(streams: number): string {
  return streams === 0 ? "" : ` refused=${streams}`;
}
