/**
 * What the replays of all streams have in common.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { ReplayOptions } from "../options.ts";
import type { Places } from "./places.ts";
import type { ArrivalOrder } from "./arrival_order.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { Upstream } from "./upstream.ts";

/**
 * Whether streams are replayed. `stopped` differs from `paused` in that the
 * connections stay.
 */
export type ReplayState = "running" | "paused" | "stopped";

/** What a replay is given. */
export interface ReplayContext {
  /** Where to. */
  readonly upstream: Upstream;
  /** How. */
  readonly options: ReplayOptions;
  /** How fast. */
  readonly rate: RateLimit;
  /** When. */
  readonly order: ArrivalOrder;
  /** How many at once. */
  readonly places: Places;
  /** Told of what people want to know. */
  readonly log: Log;
  /** Whether at all, at present. */
  readonly state: ReplayState;
  /** Bytes that one of them may read at once. */
  readonly pageBytes: number;
  /** To be called when a stream is through, or waits for more. */
  changed(): void;
}
