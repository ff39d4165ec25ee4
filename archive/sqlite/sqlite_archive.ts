/**
 * Experiments in SQLite files, read in the calling thread.
 *
 * @module
 */
import type { Activity } from "../activity.ts";
import type {
  Archive,
  ExperimentDescription,
  ExperimentSummary,
} from "../archive.ts";
import { NotFoundError } from "../errors.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "../plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "../rows.ts";
import { Background } from "../background/background.ts";
import { StoredExperiment } from "./experiment.ts";
import {
  experimentFiles,
  placeName,
  type SqlitePlace,
} from "./experiment_places.ts";
import type { Reader } from "./open_database.ts";
import { SpareTime } from "../background/spare_time.ts";
import { Summaries } from "./summaries.ts";

/** What to read, and by whom. */
export type SqliteArchiveOptions = SqlitePlace & Reader;

/** An archive that works in small steps, but in the calling thread. */
export class SqliteArchive implements Archive {
  readonly place: string;
  readonly #options: SqliteArchiveOptions;
  readonly #experiments = new Map<string, StoredExperiment>();
  readonly #summaries = new Summaries();
  readonly #spareTime = new SpareTime();
  readonly #background = new Background(this.#spareTime);

  /** Opens nothing yet. */
  constructor(options: SqliteArchiveOptions) {
    this.#options = options;
    this.place = placeName(options);
  }

  async experiments(): Promise<readonly ExperimentSummary[]> {
    const files = experimentFiles(this.#options);
    for (const [name, experiment] of this.#experiments) {
      if (files.has(name)) continue;
      experiment.close();
      this.#experiments.delete(name);
    }
    return await this.#summaries.of(
      [...files].map(([name, path]) => this.#experiment(name, path)),
    );
  }

  async describe(experiment: string): Promise<ExperimentDescription> {
    return await this.#find(experiment).describe();
  }

  async activity(experiment: string): Promise<Activity> {
    return await this.#find(experiment).activity();
  }

  async rows(
    experiment: string,
    table: string,
    query: RowsQuery,
  ): Promise<Rows> {
    return await this.#find(experiment).rows(table, query);
  }

  async series(
    experiment: string,
    table: string,
    query: SeriesQuery,
  ): Promise<Series> {
    return await this.#find(experiment).series(table, query);
  }

  async spectra(
    experiment: string,
    table: string,
    query: SpectraQuery,
  ): Promise<Spectra> {
    return await this.#find(experiment).spectra(table, query);
  }

  async rejects(experiment: string, query: RejectsQuery): Promise<Rejects> {
    return await this.#find(experiment).rejects(query);
  }

  close(): Promise<void> {
    this.#background.close();
    for (const experiment of this.#experiments.values()) experiment.close();
    this.#experiments.clear();
    return Promise.resolve();
  }

  /** Only names that are listed become paths. */
  #find(name: string): StoredExperiment {
    const known = this.#experiments.get(name);
    if (known?.state() !== undefined) return known;
    const path = experimentFiles(this.#options).get(name);
    if (path === undefined) throw new NotFoundError("experiment", name);
    return this.#experiment(name, path);
  }

  #experiment(name: string, path: string): StoredExperiment {
    const known = this.#experiments.get(name);
    if (known?.path === path) return known;
    known?.close();
    const experiment = new StoredExperiment(name, path, {
      ...this.#options,
      background: this.#background,
      spareTime: this.#spareTime,
    });
    this.#experiments.set(name, experiment);
    return experiment;
  }
}
