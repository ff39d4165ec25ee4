/**
 * Experiments in SQLite files, read completely.
 *
 * @module
 */
import { NotFoundError } from "../../archive/errors.ts";
import {
  experimentFiles,
  placeName,
  type SqlitePlace,
} from "../../archive/sqlite/experiment_places.ts";
import type { StoredPlace } from "../stored.ts";
import { SqliteExperiment } from "./sqlite_experiment.ts";

/** The database files of a directory, or single ones. */
export class SqliteStoredPlace implements StoredPlace {
  readonly place: string;
  readonly #files: SqlitePlace;
  readonly #copiesIn: string | undefined;

  /**
   * Opens nothing yet. Copies of databases that can't be read in place are made
   * in `copiesIn`, or in TMPDIR.
   */
  constructor(files: SqlitePlace, copiesIn?: string) {
    this.place = placeName(files);
    this.#files = files;
    this.#copiesIn = copiesIn;
  }

  names(): Promise<readonly string[]> {
    return Promise.try(() => [...experimentFiles(this.#files).keys()]);
  }

  async open(name: string): Promise<SqliteExperiment> {
    // Only names that are listed become paths.
    const path = experimentFiles(this.#files).get(name);
    if (path === undefined) throw new NotFoundError("experiment", name);
    return await SqliteExperiment.open(name, path, this.#copiesIn);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
