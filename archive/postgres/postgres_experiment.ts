/**
 * One experiment in a PostgreSQL database.
 *
 * @module
 */
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { Activity } from "../activity.ts";
import type { ExperimentDescription, ExperimentSummary } from "../archive.ts";
import type { Background, Chore } from "../background/background.ts";
import type { SpareTime } from "../background/spare_time.ts";
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
import { readActivity } from "./postgres_activity.ts";
import { PostgresCounts } from "./postgres_counts.ts";
import { readRejects } from "./postgres_rejects.ts";
import { readRows } from "./postgres_rows.ts";
import { readSeries } from "./postgres_series.ts";
import { readSpectra } from "./postgres_spectra.ts";
import { readEnds, summarise } from "./postgres_summary.ts";
import { extendIndex, idRange, type TableContext } from "./postgres_table.ts";

/** Milliseconds for which an answer about activity is given again. */
const SAME_ACTIVITY_MS = 400;

/** Milliseconds after a query in which rows are still counted. */
const INTEREST_MS = 60_000;

/** What the experiments of an archive share. */
export interface ExperimentContext {
  /** The server. */
  readonly place: PostgresPlace;
  /** Counts rows. */
  readonly background: Background;
  /** The time for that. */
  readonly spareTime: SpareTime;
}

/** Answers queries about one experiment. */
export class PostgresExperiment {
  readonly #name: string;
  readonly #reader: PostgresReader;
  #catalogue: PostgresCatalogue | undefined;
  #version = "";
  readonly #indexes = new Map<string, TimeIndex>();
  readonly #context: ExperimentContext;
  /** Counts in the background, while others are answered. */
  readonly #counter: PostgresReader;
  readonly #counts = new PostgresCounts();
  #activity: Promise<Activity> | undefined;
  #activityAt = -Infinity;
  readonly #chore: Chore = { work: (goOn) => this.#work(goOn) };

  /** The experiment in the database `name`. */
  constructor(name: string, context: ExperimentContext) {
    this.#name = name;
    this.#context = context;
    this.#reader = new PostgresReader(context.place, name);
    this.#counter = new PostgresReader(context.place, name);
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
    const answer = this.#read(table, (context) => readSeries(context, query));
    // The next part of the time shall be read exactly.
    answer.then(() => this.#context.background.add(this.#chore))
      .catch(() => undefined);
    return answer;
  }

  /** Vectors of a table over time. */
  spectra(table: string, query: SpectraQuery): Promise<Spectra> {
    return this.#read(table, (context) => readSpectra(context, query));
  }

  /** Who sent what, as far as it is counted. */
  activity(): Promise<Activity> {
    const now = performance.now();
    if (this.#activity && now - this.#activityAt < SAME_ACTIVITY_MS) {
      return this.#activity;
    }
    const answer = this.#readActivity(new Deadline());
    answer.catch(() => this.#activity = undefined);
    this.#activity = answer;
    this.#activityAt = now;
    this.#context.background.add(this.#chore);
    return answer;
  }

  /** Rejected samples. */
  async rejects(query: RejectsQuery): Promise<Rejects> {
    return await readRejects(this.#reader, await this.#find(), query);
  }

  /** Ends all queries. */
  async close(): Promise<void> {
    await this.#reader.close();
    await this.#counter.close();
  }

  async #readActivity(deadline: Deadline): Promise<Activity> {
    const { spareTime } = this.#context;
    const contents = {
      reader: this.#reader,
      catalogue: await this.#find(),
      counts: this.#counts,
    };
    const time = unixTime(performance.now()) / 1000;
    return await readActivity(contents, { time, deadline, spareTime });
  }

  /** Returns whether there is more to count. */
  async #work(goOn: () => Promise<boolean>): Promise<boolean> {
    const catalogue = await this.#find();
    const isIndexed = await this.#completeIndexes(catalogue, goOn);
    const isOfInterest = performance.now() - this.#activityAt < INTEREST_MS;
    if (!isOfInterest) return !isIndexed;
    const time = unixTime(performance.now()) / 1000;
    const now = time - (catalogue.startTime ?? 0);
    const isCounted = await this.#counts.count(this.#counter, catalogue, {
      ...{ now, goOn },
    });
    return !isCounted || !isIndexed;
  }

  /** Completes the indexes of tables that were asked for. */
  async #completeIndexes(
    { tables }: PostgresCatalogue,
    goOn: () => Promise<boolean>,
  ): Promise<boolean> {
    const reader = this.#counter;
    for (const [name, index] of this.#indexes) {
      const table = tables.get(name);
      const ids = table && await idRange(reader, table);
      if (table === undefined || ids === undefined) continue;
      const context = { reader, table, index };
      if (!await extendIndex(context, ids.to, goOn)) return false;
    }
    return true;
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
