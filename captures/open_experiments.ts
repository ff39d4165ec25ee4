/**
 * Experiments that stay open from one file to the next: most files of an import
 * are of one experiment, or of a few.
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

/** Opens experiments, each for one file at a time, and keeps some open. */
export class OpenExperiments {
  readonly #experiments: Experiments;
  readonly #most: number;
  /** Of all experiments so far: the next file may return to one. */
  readonly #histories = new Map<string, ImportHistory>();
  /** The open ones that no file uses, the longest unused first. */
  readonly #idle = new Map<string, Experiment>();

  /** Opens experiments of `experiments`; up to `most` stay open. */
  constructor(experiments: Experiments, most: number) {
    this.#experiments = experiments;
    this.#most = most;
  }

  /**
   * Opens the experiment of a domain, which no other file uses.
   *
   * @throws {StoreError} if its database can't be used.
   */
  async acquire(domain: string): Promise<Experiment> {
    const idle = this.#idle.get(domain);
    if (idle === undefined) return await this.#experiments.acquire(domain);
    this.#idle.delete(domain);
    return idle;
  }

  /**
   * The records of an open experiment, to which those of the import are added.
   *
   * @throws {StoreError} if its database can't be used.
   */
  async historyOf(experiment: Experiment): Promise<ImportHistory> {
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

  /**
   * A file no longer uses an experiment; everything is committed.
   *
   * @throws {StoreError} if an experiment can't be closed.
   */
  async release(experiment: Experiment): Promise<void> {
    const { failed, domain } = experiment;
    if (failed.aborted) {
      // What is stored of its streams must be read again.
      this.#histories.delete(domain);
      // Its streams have reported why it has failed.
      await this.#experiments.release(experiment).catch(() => undefined);
      return;
    }
    this.#idle.set(domain, experiment);
    await this.#closeSome(this.#most);
  }

  /**
   * Closes those that no file uses.
   *
   * @throws {StoreError} if one can't be closed.
   */
  async close(): Promise<void> {
    await this.#closeSome(0);
  }

  async #closeSome(most: number): Promise<void> {
    const excess = [...this.#idle.values()].slice(
      0,
      Math.max(0, this.#idle.size - most),
    );
    await Promise.all(excess.map((experiment) => this.#close(experiment)));
  }

  async #close(experiment: Experiment): Promise<void> {
    this.#idle.delete(experiment.domain);
    await this.#experiments.leave(experiment);
    await this.#experiments.release(experiment, true);
  }
}
