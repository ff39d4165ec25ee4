/**
 * The state of a proxy, for people.
 *
 * @module
 */
import type { StreamStatus } from "../../proxy/control/status.ts";
import type { ReplayProgress } from "../../proxy/upstream/replay_progress.ts";
import type { ProxyAnswer, ProxyCommand } from "../api/answers.ts";
import { formatBytes, formatNumber } from "../format/numbers.ts";
import { formatSpan } from "../format/times.ts";
import type { Sentence } from "./summary.ts";

/** Totals of all streams. */
export interface Backlog {
  /** Connected clients. */
  readonly clients: number;
  /** Streams that are not delivered yet. */
  readonly streams: number;
  /** Bytes that wait for the upstream server. */
  readonly bytes: number;
  /** Bytes dropped because the spool was full. */
  readonly dropped: number;
  /** Streams that are rejected. */
  readonly rejected: number;
}

/** Adds up the streams. */
export function backlogOf(streams: readonly StreamStatus[]): Backlog {
  const sum = (count: (stream: StreamStatus) => number) =>
    streams.reduce((total, stream) => total + count(stream), 0);
  return {
    clients: sum(({ isLive }) => isLive ? 1 : 0),
    streams: streams.length,
    bytes: sum(({ buffered }) => buffered),
    dropped: sum(({ dropped }) => dropped),
    rejected: sum(({ rejected }) => rejected === undefined ? 0 : 1),
  };
}

/** Seconds until everything is sent; unset while nothing moves. */
export function timeLeft(
  { sent, total, rate }: ReplayProgress,
): number | undefined {
  return rate > 0 ? Math.max(0, total - sent) / rate : undefined;
}

/** `12.0 MiB of 40.0 MiB · 2.00 MiB/s · 14 s left`. */
export function progressText(progress: ReplayProgress): string {
  const { sent, total, tuples, rate } = progress;
  const left = timeLeft(progress);
  return [
    `${formatBytes(sent)} of ${formatBytes(total)}`,
    formatNumber(tuples, "tuple"),
    `${formatBytes(rate)}/s`,
    ...left === undefined ? [] : [`${formatSpan(left)} left`],
  ].join(" · ");
}

/** What the proxy does. */
export function proxySentence(proxy: ProxyAnswer): Sentence {
  const { state, upstream, trouble, streams } = proxy;
  const { bytes } = backlogOf(streams);
  const waits = `${formatBytes(bytes)} ${
    state === "running" ? "left to send" : "buffered"
  }`;
  const text = {
    running: bytes === 0
      ? `The proxy passes everything on to ${upstream}; nothing is left to send.`
      : `The proxy sends to ${upstream}; ${waits}.`,
    paused: `The proxy is paused; ${waits}.`,
    stopped: `The proxy is stopped; ${waits}.`,
  }[state];
  const isWell = state === "running" && trouble === undefined;
  return { tone: isWell ? "good" : "calm", text };
}

/** What is wrong, one sentence each. */
export function proxyTroubles(
  { upstream, trouble, streams }: ProxyAnswer,
): Sentence[] {
  const { rejected, dropped } = backlogOf(streams);
  const bad = (text: string): Sentence => ({ tone: "bad", text });
  const are = rejected === 1 ? "is" : "are";
  return [
    ...trouble === "away" ? [bad(`${upstream} does not answer.`)] : [],
    ...trouble === "not-oml" ? [bad(`${upstream} is not an OML server.`)] : [],
    ...rejected > 0
      ? [bad(`${formatNumber(rejected, "stream")} ${are} rejected.`)]
      : [],
    ...dropped > 0
      ? [bad(
        `${formatBytes(dropped)} were dropped because the spool was full.`,
      )]
      : [],
  ];
}

/** The commands that change something in a state. */
export function usefulCommands(
  state: ProxyAnswer["state"],
): ReadonlySet<ProxyCommand> {
  return new Set<ProxyCommand>(
    state === "running" ? ["PAUSE", "STOP"] : ["RESUME"],
  );
}
