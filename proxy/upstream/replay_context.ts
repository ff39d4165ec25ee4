/**
 * What the replays of all streams share.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { ReplayOptions } from "../options.ts";
import type { ConcurrencyLimit } from "./concurrency_limit.ts";
import type { ArrivalOrder } from "./arrival_order.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { Upstream } from "./upstream.ts";

/**
 * Whether streams are replayed. In contrast to `paused`, `stopped` keeps the
 * connections open.
 */
export type ReplayState = "running" | "paused" | "stopped";

/** What a replay works with. */
export interface ReplayContext {
  /** The server. */
  readonly upstream: Upstream;
  /** The options. */
  readonly options: ReplayOptions;
  /** Limits the rate. */
  readonly rate: RateLimit;
  /** Decides when a stream begins. */
  readonly order: ArrivalOrder;
  /** Limits the number of connections. */
  readonly connections: ConcurrencyLimit;
  /** The log. */
  readonly log: Log;
  /** Whether streams are replayed at present. */
  readonly state: ReplayState;
  /** Bytes that a replay may read at a time. */
  readonly pageBytes: number;
  /** To be called when bytes of a stream, after its headers, were sent. */
  noteSent(bytes: number): void;
  /** To be called when a stream is delivered, or waits for more. */
  changed(): void;
}
