/**
 * The experiments in the databases of a PostgreSQL server.
 *
 * @module
 */
import { AtOnce } from "../../server/rows/at_once.ts";
import { uriSegment } from "../../server/rows/database_uri.ts";
import { isMissingDatabase } from "../../server/rows/postgres/postgres_errors.ts";
import {
  placeUri,
  type PostgresPlace,
} from "../../server/rows/postgres/postgres_place.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import type { Activity } from "../activity.ts";
import type {
  Archive,
  ExperimentDescription,
  ExperimentSummary,
} from "../archive.ts";
import { Background } from "../background/background.ts";
import { SpareTime } from "../background/spare_time.ts";
import { ArchiveError, NotFoundError } from "../errors.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "../plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "../rows.ts";
import { PostgresExperiment } from "./postgres_experiment.ts";
import { PostgresReader } from "./postgres_reader.ts";

/** Databases for administration, the second if the first is missing. */
const MAINTENANCE = ["postgres", "template1"] as const;

/** How servers are called in PostgreSQL's views, unless configured otherwise. */
const WRITER = "oml2-server";

/** Databases that are looked at at once for a list. */
const LISTED_AT_ONCE = 8;

/** The databases that may be experiments, and what changes with their rows. */
const LIST_SQL = `SELECT d.datname AS name,
    concat_ws(' ', d.oid, tup_inserted, tup_deleted) AS version
  FROM pg_database AS d LEFT JOIN pg_stat_database AS s ON s.datid = d.oid
  WHERE datallowconn AND NOT datistemplate AND d.datname <> 'postgres'
    AND has_database_privilege(d.oid, 'CONNECT')
    AND ($1::text IS NULL OR d.datname = $1)
  ORDER BY d.datname`;

/** The databases in which a server writes. */
const WRITTEN_SQL = `SELECT DISTINCT datname AS name FROM pg_stat_activity
  WHERE application_name = '${WRITER}' AND datname IS NOT NULL`;

/** A database in the list. */
interface Listed {
  readonly name: string;
  readonly version: string;
}

/** An entry of the list, and when it was made. */
interface Entry {
  readonly version: string;
  /** Unset if the database is no experiment. */
  readonly summary: ExperimentSummary | undefined;
}

/** Reads the databases of one server, or one of them. */
export class PostgresArchive implements Archive {
  readonly place: string;
  readonly #place: PostgresPlace;
  readonly #database: string | undefined;
  readonly #spareTime = new SpareTime();
  readonly #background = new Background(this.#spareTime);
  #maintenance: PostgresReader;
  readonly #experiments = new Map<string, PostgresExperiment>();
  #entries: ReadonlyMap<string, Entry> = new Map();
  readonly #listing = new AtOnce(LISTED_AT_ONCE);

  /** Reads `database`, or all databases of `place`. */
  constructor(place: PostgresPlace, database?: string) {
    const uri = placeUri(place);
    this.place = database === undefined
      ? uri
      : `${uri}/${uriSegment(database)}`;
    this.#place = place;
    this.#database = database;
    this.#maintenance = new PostgresReader(place, database ?? MAINTENANCE[0]);
  }

  async experiments(): Promise<readonly ExperimentSummary[]> {
    const listed = await this.#list();
    const entries = await Promise.all(listed.map(async (one) => {
      const known = this.#entries.get(one.name);
      const isKnown = known?.version === one.version &&
        known.summary?.fault === undefined;
      if (isKnown) return [one.name, known] as const;
      const summary = await this.#listing.run(() => this.#summary(one.name));
      return [one.name, { version: one.version, summary }] as const;
    }));
    this.#entries = new Map(entries);
    await this.#forgetOthers();
    return entries.flatMap(([, { summary }]) => summary ?? []);
  }

  /**
   * The names of the databases to which oml2-servers are connected; without the
   * privilege `pg_read_all_stats`, only those of the own role.
   *
   * @throws {ArchiveError} if the place can't be read.
   */
  async written(): Promise<ReadonlySet<string>> {
    const rows = await this.#maintenance.query(WRITTEN_SQL);
    return new Set(rows.map(({ name }) => String(name)));
  }

  async describe(experiment: string): Promise<ExperimentDescription> {
    return await (await this.#find(experiment)).describe();
  }

  async activity(experiment: string): Promise<Activity> {
    return await (await this.#find(experiment)).activity();
  }

  async rows(
    experiment: string,
    table: string,
    query: RowsQuery,
  ): Promise<Rows> {
    return await (await this.#find(experiment)).rows(table, query);
  }

  async series(
    experiment: string,
    table: string,
    query: SeriesQuery,
  ): Promise<Series> {
    return await (await this.#find(experiment)).series(table, query);
  }

  async spectra(
    experiment: string,
    table: string,
    query: SpectraQuery,
  ): Promise<Spectra> {
    return await (await this.#find(experiment)).spectra(table, query);
  }

  async rejects(experiment: string, query: RejectsQuery): Promise<Rejects> {
    return await (await this.#find(experiment)).rejects(query);
  }

  async close(): Promise<void> {
    this.#background.close();
    await this.#maintenance.close();
    const all = [...this.#experiments.values()];
    await Promise.all(all.map((experiment) => experiment.close()));
  }

  /** Only databases of the list are connected to. */
  async #find(name: string): Promise<PostgresExperiment> {
    if (!this.#entries.has(name)) await this.experiments();
    if (this.#entries.get(name)?.summary === undefined) {
      throw new NotFoundError("experiment", name);
    }
    return this.#experiment(name);
  }

  #experiment(name: string): PostgresExperiment {
    const known = this.#experiments.get(name);
    if (known !== undefined) return known;
    const experiment = new PostgresExperiment(name, {
      place: this.#place,
      background: this.#background,
      spareTime: this.#spareTime,
    });
    this.#experiments.set(name, experiment);
    return experiment;
  }

  async #list(): Promise<Listed[]> {
    const rows = await this.#queryList().catch(async (error) => {
      const isMissing = error instanceof ArchiveError &&
        isMissingDatabase(error.cause);
      if (!isMissing || this.#database !== undefined) throw error;
      await this.#maintenance.close();
      this.#maintenance = new PostgresReader(this.#place, MAINTENANCE[1]);
      return await this.#queryList();
    });
    return rows.map(({ name, version }) => ({
      name: String(name),
      version: String(version),
    }));
  }

  #queryList() {
    return this.#maintenance.query(LIST_SQL, [this.#database ?? null]);
  }

  async #summary(name: string): Promise<ExperimentSummary | undefined> {
    try {
      return await this.#experiment(name).summary();
    } catch (error) {
      const nothing = { tables: 0, senders: 0, rows: 0 };
      return { name, ...nothing, fault: textWithHint(error) };
    }
  }

  /** Databases that were removed. */
  async #forgetOthers(): Promise<void> {
    for (const [name, experiment] of this.#experiments) {
      if (this.#entries.get(name)?.summary !== undefined) continue;
      this.#experiments.delete(name);
      await experiment.close();
    }
  }
}
