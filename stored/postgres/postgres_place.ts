/**
 * Experiments in the databases of a PostgreSQL server, read completely.
 *
 * @module
 */
import { NotFoundError } from "../../archive/errors.ts";
import { PostgresArchive } from "../../archive/postgres/postgres_archive.ts";
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";
import type { StoredPlace } from "../stored.ts";
import { PostgresExperiment } from "./postgres_experiment.ts";

/** All experiments of a server, or the one in `database`. */
export class PostgresStoredPlace implements StoredPlace {
  readonly place: string;
  readonly #server: PostgresPlace;
  readonly #database: string | undefined;
  readonly #list: PostgresArchive;

  /** Connects to nothing yet. */
  constructor(server: PostgresPlace, database?: string) {
    this.#server = server;
    this.#database = database;
    this.#list = new PostgresArchive(server, database);
    this.place = this.#list.place;
  }

  async names(): Promise<readonly string[]> {
    const all = await this.#list.experiments();
    return all.map(({ name }) => name).sort();
  }

  async open(name: string): Promise<PostgresExperiment> {
    if (this.#database !== undefined && name !== this.#database) {
      throw new NotFoundError("experiment", name);
    }
    return await PostgresExperiment.open(this.#server, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#list.close();
  }
}
