/**
 * What the proxy can be told.
 *
 * @module
 */

/** When what clients send is forced to disk. */
export type SyncMode = "always" | "interval" | "never";

/** What becomes of what clients send while the spool is full. */
export type SpoolPolicy = "block" | "drop-new";

/** Where and how the proxy keeps what clients send. */
export interface SpoolOptions {
  /** Result file of the first client; the others' are called after it. */
  readonly resultFile: string;
  /** When it is forced to disk. */
  readonly sync: SyncMode;
  /** Milliseconds between two rounds that force it. */
  readonly syncMs: number;
  /** Bytes written, or read back, at once. */
  readonly pageBytes: number;
  /** Bytes of buffers of all clients together. */
  readonly memoryBytes: number;
  /** Bytes that may wait for the upstream server. */
  readonly maxBytes: number;
  /** What to do when more would wait. */
  readonly policy: SpoolPolicy;
  /** Whether a result file goes once the upstream server has all of it. */
  readonly deleteReplayed: boolean;
}

/** Where and how the proxy replays it. */
export interface ReplayOptions {
  /** Name or IP address of the upstream server. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** Whether it is asked what it has stored. */
  readonly resumeHeader: boolean;
  /** Bytes a second, of all streams together. */
  readonly bytesPerSecond: number;
  /** Milliseconds in which a server may speak first, as none of OML does. */
  readonly inspectMs: number;
  /** Milliseconds for which a pause, or the end, waits for the server. */
  readonly patienceMs: number;
  /** Milliseconds without an answer after which the server is foreign. */
  readonly answerMs: number;
  /**
   * Milliseconds that a foreign server has to close the connection because of
   * what it was sent. Then it is told that this is all, and its close means that
   * it has taken everything. Where there is reason to object it has `answerMs`.
   */
  readonly objectionMs: number;
  /** Bytes of a segment to a foreign server. */
  readonly segmentBytes: number;
  /** Milliseconds without data after which a segment ends. */
  readonly segmentQuietMs: number;
  /** First and last pause, in milliseconds, before another try. */
  readonly backoffMs: readonly [first: number, last: number];
  /** Streams that are sent at once. */
  readonly connections: number;
}

/** Options of a proxy. */
export interface ProxyOptions {
  /** Clients at once. */
  readonly maxConnections: number;
  /** Whether it replays from its start on. */
  readonly autoResume: boolean;
  /** How it keeps what clients send. */
  readonly spool: SpoolOptions;
  /** How it replays that. */
  readonly replay: ReplayOptions;
}

const MIB = 1024 * 1024;

/** The options that hold where nothing else is said. */
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
