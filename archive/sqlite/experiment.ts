/**
 * One experiment in an SQLite file.
 *
 * @module
 */
import type { Activity } from "../activity.ts";
import type { ExperimentDescription, ExperimentSummary } from "../archive.ts";
import { Deadline } from "../deadline.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "../plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "../rows.ts";
import {
  findActivity,
  type FoundActivity,
  showActivity,
} from "./activity_answer.ts";
import type { Background, Chore } from "../background/background.ts";
import { type Catalogue, findTable } from "./catalogue.ts";
import { ExperimentFile } from "./experiment_file.ts";
import { type FileState, fileState } from "./file_state.ts";
import { KnownContents } from "./known_contents.ts";
import type { Reader } from "./open_database.ts";
import type { ReadDatabase } from "./read_database.ts";
import { readRejects } from "./read_rejects.ts";
import { readRows } from "./read_rows.ts";
import { readSeries } from "./read_series.ts";
import { readSpectra } from "./read_spectra.ts";
import { SameAnswers, settledVersion } from "./same_answers.ts";
import type { SpareTime } from "../background/spare_time.ts";
import { isMissing, readError } from "./sqlite_faults.ts";
import { summarise } from "./summary.ts";
import type { TableContext } from "./table_context.ts";
import { idRange, rowsIn } from "./table_reader.ts";

/** Milliseconds for which an answer about activity is given again. */
const SAME_ACTIVITY_MS = 400;

/**
 * Milliseconds for a plot, of the one second in which the page must show it:
 * rather a sample than later.
 */
const PLOT_MS = 500;

/** Rows of an answer that is kept: a page asks again and again for new ones. */
const FEW_ROWS = 100;

/** The same for plots. */
const FEW_POINTS = 50_000;

/** Milliseconds after a query in which rows are still counted. */
const INTEREST_MS = 60_000;

/** A database, and what is in it. */
interface Contents {
  readonly database: ReadDatabase;
  readonly catalogue: Catalogue;
  readonly known: KnownContents;
}

/** Who reads, and what the experiments of an archive share. */
export interface ExperimentContext extends Reader {
  /** Counts rows. */
  readonly background: Background;
  /** The time for that. */
  readonly spareTime: SpareTime;
}

/** Answers queries about one experiment. */
export class StoredExperiment {
  /** Its name. */
  readonly name: string;
  /** The path of its file, by name. */
  readonly path: string;
  readonly #file: ExperimentFile;
  readonly #context: ExperimentContext;
  #known = new KnownContents("");
  readonly #answers = new SameAnswers(64);
  readonly #plots = new SameAnswers(8);
  #found: Promise<FoundActivity> | undefined;
  #foundAt = -Infinity;
  /** The version of the file in which everything was found. */
  #foundVersion = "";
  #bytes = Infinity;
  readonly #chore: Chore = { work: (goOn) => this.#work(goOn) };

  /** The experiment `name` in the file called `path`. */
  constructor(name: string, path: string, context: ExperimentContext) {
    this.name = name;
    this.path = path;
    this.#context = context;
    this.#file = new ExperimentFile(name, path, context);
  }

  /** The entry of the experiment in a list. */
  summary(): Promise<ExperimentSummary> {
    return this.#read(({ database, catalogue }) =>
      summarise(this.name, database, catalogue)
    );
  }

  /** Its contents without rows. */
  describe(): Promise<ExperimentDescription> {
    const read = () =>
      this.#read(({ database, catalogue }) =>
        describeContents(this.name, database, catalogue)
      );
    return this.#answers.get(["describe"], this.state(), { read });
  }

  /** Who sent what, as far as it is counted. */
  async activity(): Promise<Activity> {
    const version = this.state()?.version;
    const isSame = version !== undefined && version === this.#foundVersion ||
      performance.now() - this.#foundAt < SAME_ACTIVITY_MS;
    if (!isSame || this.#found === undefined) {
      this.#found = this.#findActivity();
      this.#foundAt = performance.now();
    }
    return showActivity(await this.#found);
  }

  /** Rows of a table. */
  rows(table: string, query: RowsQuery): Promise<Rows> {
    return this.#answers.get(["rows", table, query], this.state(), {
      read: () => this.#readTable(table, (context) => readRows(context, query)),
      isSmall: ({ ids }) => ids.length <= FEW_ROWS,
    });
  }

  /** Values of a table over time. */
  async series(table: string, query: SeriesQuery): Promise<Series> {
    const read = () =>
      this.#readTable(table, (context) => readSeries(context, query), PLOT_MS);
    const isSmall = ({ lines, covered }: Series) =>
      covered === 1 && lines.length * query.width <= FEW_POINTS;
    const question = ["series", table, query];
    const series = await this.#plots.get(question, this.state(), {
      ...{ read, isSmall },
    });
    // The next part of the time shall be read exactly.
    if (series.covered < 1) this.#context.background.add(this.#chore);
    return series;
  }

  /** Vectors of a table over time. */
  spectra(table: string, query: SpectraQuery): Promise<Spectra> {
    const read = () =>
      this.#readTable(table, (context) => readSpectra(context, query), PLOT_MS);
    const isSmall = ({ values, covered }: Spectra) =>
      covered === 1 && values.length * query.bins <= FEW_POINTS;
    const question = ["spectra", table, query];
    return this.#plots.get(question, this.state(), { read, isSmall });
  }

  /** Rejected samples. */
  rejects(query: RejectsQuery): Promise<Rejects> {
    return this.#answers.get(["rejects", query], this.state(), {
      read: () =>
        this.#read(({ database, catalogue }) =>
          readRejects(database, catalogue, query)
        ),
      isSmall: ({ samples }) => samples.length <= FEW_ROWS,
    });
  }

  /** The state of the file; `undefined` if there is none. */
  state(): FileState | undefined {
    try {
      return fileState(this.path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw readError(this.name, error);
    }
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  #readTable<T>(
    name: string,
    read: (context: TableContext) => Promise<T>,
    plannedMs?: number,
  ): Promise<T> {
    const deadline = new Deadline(plannedMs);
    return this.#read(({ database, catalogue, known }) => {
      const table = findTable(catalogue, name);
      const { senders } = catalogue;
      const index = known.index(database, table);
      return read({ database, table, senders, index, deadline });
    });
  }

  #read<T>(read: (contents: Contents) => T | Promise<T>): Promise<T> {
    return this.#file.use((database) => {
      const { identity, bytes } = fileState(this.path);
      this.#context.spareTime.grown(Math.max(0, bytes - this.#bytes));
      this.#bytes = bytes;
      // Another file may have got the same name.
      if (identity !== this.#known.identity) {
        this.#known = new KnownContents(identity);
      }
      const known = this.#known;
      return read({ database, catalogue: known.catalogue(database), known });
    });
  }

  async #findActivity(): Promise<FoundActivity> {
    const state = this.state();
    this.#foundVersion = "";
    const { background, spareTime } = this.#context;
    const deadline = new Deadline();
    try {
      const found = await this.#read(({ database, catalogue, known }) =>
        findActivity(database, { catalogue, counts: known.counts }, {
          ...{ deadline, spareTime },
        })
      );
      if (!found.isComplete) background.add(this.#chore);
      else if (state !== undefined) {
        this.#foundVersion = settledVersion(state) ?? "";
      }
      return found;
    } catch (error) {
      this.#foundAt = -Infinity;
      throw error;
    }
  }

  /** Returns whether there is more to count. */
  async #work(goOn: () => Promise<boolean>): Promise<boolean> {
    return await this.#read(async ({ database, catalogue, known }) => {
      const isIndexed = await known.completeIndexes(database, catalogue, goOn);
      const isOfInterest = performance.now() - this.#foundAt < INTEREST_MS;
      if (!isOfInterest) return !isIndexed;
      return !await known.counts.count(database, catalogue, goOn) || !isIndexed;
    });
  }
}

function describeContents(
  name: string,
  database: ReadDatabase,
  { startTime, senders, tables, metadata }: Catalogue,
): ExperimentDescription {
  return {
    name,
    ...startTime === undefined ? {} : { startTime },
    senders: senders.all,
    tables: [...tables.values()].map((table) => ({
      name: table.name,
      rows: rowsIn(idRange(database, table)),
      columns: table.columns,
    })),
    metadata,
  };
}
