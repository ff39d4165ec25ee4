/**
 * One experiment in a PostgreSQL database.
 *
 * @module
 */
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { Activity } from "../activity.ts";
import type { ExperimentDescription, ExperimentSummary } from "../archive.ts";
import { Deadline } from "../deadline.ts";
import { NotFoundError } from "../errors.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "../plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "../rows.ts";
import { TimeIndex } from "../time_index.ts";
import {
  catalogueVersion,
  findTable,
  type PostgresCatalogue,
  type PostgresTable,
  readCatalogue,
} from "./postgres_catalogue.ts";
import { PostgresReader } from "./postgres_reader.ts";
import {
  readConversionTotals,
  readRejects,
  readRejectTotals,
} from "./postgres_rejects.ts";
import { readRows } from "./postgres_rows.ts";
import { readSeries } from "./postgres_series.ts";
import { readSpectra } from "./postgres_spectra.ts";
import { readEnds, summarise } from "./postgres_summary.ts";
import { idRange, type TableContext } from "./postgres_table.ts";

/** Answers queries about one experiment. */
export class PostgresExperiment {
  readonly #name: string;
  readonly #reader: PostgresReader;
  #catalogue: PostgresCatalogue | undefined;
  #version = "";
  readonly #indexes = new Map<string, TimeIndex>();

  /** The experiment in the database `name`. */
  constructor(place: PostgresPlace, name: string) {
    this.#name = name;
    this.#reader = new PostgresReader(place, name);
  }

  /**
   * Its entry in a list; `undefined` if it is no experiment. A list may have
   * more entries than the server takes connections.
   */
  async summary(): Promise<ExperimentSummary | undefined> {
    try {
      const catalogue = await this.#current();
      return catalogue &&
        await summarise(this.#name, this.#reader, catalogue);
    } finally {
      await this.#reader.rest();
    }
  }

  /** Its contents without rows. */
  async describe(): Promise<ExperimentDescription> {
    const { startTime, senders, tables, metadata } = await this.#find();
    const all = [...tables.values()];
    const ends = await readEnds(this.#reader, all);
    return {
      name: this.#name,
      ...startTime === undefined ? {} : { startTime },
      senders: senders.all,
      tables: all.map(({ name, columns }, i) => ({
        name,
        rows: ends[i].rows,
        columns: columns.map(({ shape }) => shape),
      })),
      metadata,
    };
  }

  /** Rows of a table. */
  rows(table: string, query: RowsQuery): Promise<Rows> {
    return this.#read(table, (context) => readRows(context, query));
  }

  /** Values of a table over time. */
  series(table: string, query: SeriesQuery): Promise<Series> {
    return this.#read(table, (context) => readSeries(context, query));
  }

  /** Vectors of a table over time. */
  spectra(table: string, query: SpectraQuery): Promise<Spectra> {
    return this.#read(table, (context) => readSpectra(context, query));
  }

  /** Who sent what. */
  async activity(): Promise<Activity> {
    const catalogue = await this.#find();
    return {
      time: unixTime(performance.now()) / 1000,
      covered: 0,
      cells: [],
      rejects: await readRejectTotals(this.#reader, catalogue),
      conversions: await readConversionTotals(this.#reader, catalogue),
    };
  }

  /** Rejected samples. */
  async rejects(query: RejectsQuery): Promise<Rejects> {
    return await readRejects(this.#reader, await this.#find(), query);
  }

  /** Ends all queries. */
  close(): Promise<void> {
    return this.#reader.close();
  }

  async #read<T>(
    name: string,
    read: (context: TableContext) => Promise<T>,
  ): Promise<T> {
    const deadline = new Deadline();
    const catalogue = await this.#find();
    const table = findTable(catalogue, name);
    const { senders } = catalogue;
    const index = await this.#index(table);
    return await read({
      ...{ reader: this.#reader, table, senders, index, deadline },
    });
  }

  async #find(): Promise<PostgresCatalogue> {
    const catalogue = await this.#current();
    if (catalogue !== undefined) return catalogue;
    throw new NotFoundError("experiment", this.#name);
  }

  async #current(): Promise<PostgresCatalogue | undefined> {
    const known = this.#catalogue;
    if (known !== undefined) {
      const version = await catalogueVersion(this.#reader, known);
      if (version === this.#version) return known;
    }
    const catalogue = await readCatalogue(this.#reader);
    this.#catalogue = catalogue;
    if (catalogue !== undefined) {
      this.#version = await catalogueVersion(this.#reader, catalogue);
    }
    return catalogue;
  }

  async #index(table: PostgresTable): Promise<TimeIndex> {
    const known = this.#indexes.get(table.name);
    if (known !== undefined) return known;
    const ids = await idRange(this.#reader, table);
    // Nothing is kept of an empty table: its first id is unknown.
    if (ids === undefined) return new TimeIndex(0);
    const index = new TimeIndex(ids.from);
    this.#indexes.set(table.name, index);
    return index;
  }
}
