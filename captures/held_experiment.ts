/**
 * The experiment that a file is written to, which is held from one of its
 * streams to the next.
 *
 * @module
 */
import type { Experiment } from "../server/experiments/experiment.ts";
import type { ImportHistory, OpenExperiments } from "./open_experiments.ts";

/** An open experiment. */
export interface Held {
  /** The experiment. */
  readonly experiment: Experiment;
  /** Its records, to which those of this import must be added. */
  readonly history: ImportHistory;
}

/** Holds one experiment. */
export class HeldExperiment {
  readonly #open: OpenExperiments;
  #experiment: Experiment | undefined;

  /** Holds an experiment of `open`. */
  constructor(open: OpenExperiments) {
    this.#open = open;
  }

  /**
   * Returns the experiment of a domain; the last one is released unless it is
   * the same.
   *
   * @throws {StoreError} if its database can't be used.
   */
  async use(domain: string): Promise<Held> {
    const last = this.#experiment;
    const isUsable = last?.domain === domain && !last.failed.aborted;
    if (!isUsable) await this.release();
    const experiment = this.#experiment ??= await this.#open.acquire(domain);
    return { experiment, history: await this.#open.historyOf(experiment) };
  }

  /**
   * Releases the experiment; everything is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async release(): Promise<void> {
    const experiment = this.#experiment;
    this.#experiment = undefined;
    if (experiment !== undefined) await this.#open.release(experiment);
  }
}
