/**
 * The experiment that an import writes to, which stays open from one stream to
 * the next: most files of an import are of one experiment.
 *
 * @module
 */
import type { Experiment } from "../server/experiments/experiment.ts";
import type { Experiments } from "../server/experiments/experiments.ts";
import { IMPORTED, type ImportRecord, readRecord } from "./import_record.ts";

/** The records of an experiment. */
export class ImportHistory {
  readonly #byHead = new Map<string, Map<string, ImportRecord>>();

  /** The records of streams with these headers. */
  of(head: string): ImportRecord[] {
    return [...this.#byHead.get(head)?.values() ?? []];
  }

  /** Adds a record, or replaces the one of the same name. */
  set(record: ImportRecord): void {
    const { head, name } = record;
    const records = this.#byHead.get(head) ?? new Map();
    records.set(name, record);
    this.#byHead.set(head, records);
  }
}

/** An open experiment. */
export interface Held {
  /** The experiment. */
  readonly experiment: Experiment;
  /** Its records, to which those of this import must be added. */
  readonly history: ImportHistory;
}

/** Keeps one experiment open. */
export class HeldExperiment {
  readonly #experiments: Experiments;
  /** Of all experiments so far: the next file may return to one. */
  readonly #histories = new Map<string, ImportHistory>();
  #experiment: Experiment | undefined;

  /** Opens experiments of `experiments`. */
  constructor(experiments: Experiments) {
    this.#experiments = experiments;
  }

  /**
   * Returns the experiment of a domain; the last one is closed unless it is the
   * same.
   *
   * @throws {StoreError} if its database can't be used.
   */
  async use(domain: string): Promise<Held> {
    const last = this.#experiment;
    const isUsable = last?.domain === domain && !last.failed.aborted;
    if (!isUsable) await this.close();
    const experiment = this.#experiment ??= await this.#experiments.acquire(
      domain,
    );
    return { experiment, history: await this.#historyOf(experiment) };
  }

  /**
   * Closes the experiment; everything is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async close(): Promise<void> {
    const experiment = this.#experiment;
    if (experiment === undefined) return;
    this.#experiment = undefined;
    const { failed, domain } = experiment;
    if (failed.aborted) {
      // What is stored of its streams must be read again.
      this.#histories.delete(domain);
      // Its streams have reported why it has failed.
      await this.#experiments.release(experiment).catch(() => undefined);
      return;
    }
    await this.#experiments.leave(experiment);
    await this.#experiments.release(experiment, true);
  }

  async #historyOf(experiment: Experiment): Promise<ImportHistory> {
    const { domain } = experiment;
    const known = this.#histories.get(domain);
    if (known !== undefined) return known;
    const history = new ImportHistory();
    for (const progress of await experiment.findStreams(IMPORTED)) {
      const record = readRecord(progress);
      if (record !== undefined) history.set(record);
    }
    this.#histories.set(domain, history);
    return history;
  }
}
