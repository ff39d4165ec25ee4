/**
 * What the open experiments share.
 *
 * @module
 */
import type { BufferPool } from "../../shared/buffer_pool.ts";
import type { Log } from "../../shared/log.ts";
import type { StorageObserver } from "../observer.ts";
import type { Commits } from "./commits.ts";
import type { ExperimentOptions } from "./experiment_options.ts";
import type { StepTimer } from "./step_timer.ts";

/** Context shared by all experiments. */
export interface ExperimentContext {
  /** How they collect rows. */
  readonly options: ExperimentOptions;
  /** Memory for their batches. */
  readonly buffers?: BufferPool;
  /** Returns the number of open experiments. */
  readonly openCount: () => number;
  /** Returns the number of undecoded bytes. */
  readonly undecoded: () => number;
  /** The commits of all experiments. */
  readonly allCommits: Commits;
  /** Their timer. */
  readonly timer: StepTimer;
  /** Notified of rejected samples. */
  readonly observer?: StorageObserver;
  /** Their log. */
  readonly log: Log;
}
