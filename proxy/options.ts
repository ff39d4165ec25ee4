/**
 * The options of the proxy.
 *
 * @module
 */

import type { ClientTls } from "../ports/runtime.ts";

/** When received data is forced to disk. */
export type SyncMode = "always" | "interval" | "never";

/** What happens to received data while the spool is full. */
export type SpoolPolicy = "block" | "drop-new";

/** Where and how the proxy stores streams. */
export interface SpoolOptions {
  /** Result file of the first client; the names of others derive from it. */
  readonly resultFile: string;
  /** When it is forced to disk. */
  readonly sync: SyncMode;
  /** Milliseconds between two syncs. */
  readonly syncMs: number;
  /** Bytes written or read back at a time. */
  readonly pageBytes: number;
  /** Bytes of buffers for all clients together. */
  readonly memoryBytes: number;
  /** Bytes that may wait for the upstream server. */
  readonly maxBytes: number;
  /** What to do when more would wait. */
  readonly policy: SpoolPolicy;
  /** Whether a result file is removed after delivery. */
  readonly deleteReplayed: boolean;
}

/** Where and how the proxy replays streams. */
export interface ReplayOptions {
  /** Name or IP address of the upstream server. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** How it is verified; unset without TLS. */
  readonly tls?: ClientTls | undefined;
  /** Whether to ask it what it has stored. */
  readonly resumeHeader: boolean;
  /** Bytes per second of all streams together. */
  readonly bytesPerSecond: number;
  /**
   * Milliseconds to wait whether the server sends first, as no OML server does.
   */
  readonly inspectMs: number;
  /** Milliseconds that a pause or a stop waits for the server. */
  readonly patienceMs: number;
  /**
   * Milliseconds without an answer after which the server counts as foreign.
   */
  readonly answerMs: number;
  /**
   * Milliseconds for a foreign server to close the connection because of what
   * it received. After that it is sent the end of the stream, and if it closes
   * then, it has taken everything. If the stream has a known fault, it gets
   * `answerMs`.
   */
  readonly objectionMs: number;
  /** Bytes of a segment to a foreign server. */
  readonly segmentBytes: number;
  /** Milliseconds without data after which a segment ends. */
  readonly segmentQuietMs: number;
  /** First and last pause between two attempts, in milliseconds. */
  readonly backoffMs: readonly [first: number, last: number];
  /** Streams sent at a time. */
  readonly connections: number;
}

/** Options of a proxy. */
export interface ProxyOptions {
  /** Clients connected at a time. */
  readonly maxConnections: number;
  /** Whether it replays from the start. */
  readonly autoResume: boolean;
  /** How it stores streams. */
  readonly spool: SpoolOptions;
  /** How it replays them. */
  readonly replay: ReplayOptions;
}

const MIB = 1024 * 1024;

/** The defaults. */
export const DEFAULT_PROXY_OPTIONS: ProxyOptions = {
  maxConnections: 10_000,
  autoResume: false,
  spool: {
    resultFile: "oml_result_proxy.log",
    sync: "interval",
    syncMs: 200,
    pageBytes: 256 * 1024,
    memoryBytes: 64 * MIB,
    maxBytes: Infinity,
    policy: "block",
    deleteReplayed: false,
  },
  replay: {
    host: "localhost",
    port: 3003,
    resumeHeader: true,
    bytesPerSecond: Infinity,
    inspectMs: 300,
    patienceMs: 5_000,
    answerMs: 3_000,
    objectionMs: 250,
    segmentBytes: 64 * MIB,
    segmentQuietMs: 5_000,
    backoffMs: [1_000, 30_000],
    connections: 500,
  },
};
