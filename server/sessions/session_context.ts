/**
 * What the sessions of a server share.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { WallClock } from "../../shared/wall_clock.ts";
import type { Experiments } from "../experiments/experiments.ts";
import type { ServerObserver } from "../observer.ts";
import type { ServerOptions } from "../options.ts";
import type { IntakeMemory } from "./intake_memory.ts";
import type { StreamAccess } from "./stream_access.ts";

/** Context shared by all sessions. */
export interface SessionContext {
  /** The experiments that have clients. */
  readonly experiments: Experiments;
  /** Memory for undecoded data. */
  readonly intake: IntakeMemory;
  /** Clock for arrival times. */
  readonly clock: WallClock;
  /** The server's options. */
  readonly options: ServerOptions;
  /** Log of the sessions. */
  readonly log: Log;
  /** Observer notified when clients connect and disconnect. */
  readonly observer: ServerObserver;
  /** Decides which domains a client may write to; by default all. */
  readonly access?: StreamAccess | undefined;
}
