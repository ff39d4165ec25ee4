/**
 * One experiment in an SQLite file.
 *
 * @module
 */
import type { ExperimentDescription, ExperimentSummary } from "../archive.ts";
import type { Activity } from "../activity.ts";
import { unixTime } from "../../shared/unix_time.ts";
import { Deadline } from "../deadline.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "../plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "../rows.ts";
import { TimeIndex } from "../time_index.ts";
import {
  type Catalogue,
  catalogueVersion,
  findTable,
  readCatalogue,
  type StoredTable,
} from "./catalogue.ts";
import { ExperimentFile } from "./experiment_file.ts";
import { type FileState, fileState } from "./file_state.ts";
import type { Reader } from "./open_database.ts";
import type { ReadDatabase } from "./read_database.ts";
import { readRows } from "./read_rows.ts";
import { readSeries } from "./read_series.ts";
import { readSpectra } from "./read_spectra.ts";
import {
  readConversionTotals,
  readRejects,
  readRejectTotals,
} from "./read_rejects.ts";
import { isMissing, readError } from "./sqlite_faults.ts";
import { summarise } from "./summary.ts";
import type { TableContext } from "./table_context.ts";
import { idRange, rowsIn } from "./table_reader.ts";

/** A database, and what is in it. */
interface Contents {
  readonly database: ReadDatabase;
  readonly catalogue: Catalogue;
}

/** Answers queries about one experiment. */
export class StoredExperiment {
  /** Its name. */
  readonly name: string;
  /** The path of its file, by name. */
  readonly path: string;
  readonly #file: ExperimentFile;
  #catalogue: Catalogue | undefined;
  #catalogueVersion = "";
  /** What the caches below are about. */
  #identity = "";
  readonly #indexes = new Map<string, TimeIndex>();

  /** The experiment `name` in the file called `path`. */
  constructor(name: string, path: string, reader: Reader) {
    this.name = name;
    this.path = path;
    this.#file = new ExperimentFile(name, path, reader);
  }

  /** The entry of the experiment in a list. */
  summary(): Promise<ExperimentSummary> {
    return this.#read(({ database, catalogue }) =>
      summarise(this.name, database, catalogue)
    );
  }

  /** Its contents without rows. */
  describe(): Promise<ExperimentDescription> {
    return this.#read(({ database, catalogue }) => {
      const { startTime, senders, tables, metadata } = catalogue;
      return {
        name: this.name,
        ...startTime === undefined ? {} : { startTime },
        senders: senders.all,
        tables: [...tables.values()].map((table) => ({
          name: table.name,
          rows: rowsIn(idRange(database, table)),
          columns: table.columns,
        })),
        metadata,
      };
    });
  }

  /** Rows of a table. */
  rows(table: string, query: RowsQuery): Promise<Rows> {
    return this.#readTable(table, (context) => readRows(context, query));
  }

  /** Values of a table over time. */
  series(table: string, query: SeriesQuery): Promise<Series> {
    return this.#readTable(table, (context) => readSeries(context, query));
  }

  /** Vectors of a table over time. */
  spectra(table: string, query: SpectraQuery): Promise<Spectra> {
    return this.#readTable(table, (context) => readSpectra(context, query));
  }

  /** Rejected samples. */
  rejects(query: RejectsQuery): Promise<Rejects> {
    return this.#read(({ database, catalogue }) =>
      readRejects(database, catalogue, query)
    );
  }

  /** Who sent what. */
  activity(): Promise<Activity> {
    return this.#read(({ database, catalogue }) => ({
      time: unixTime(performance.now()) / 1000,
      covered: 0,
      cells: [],
      rejects: readRejectTotals(database, catalogue),
      conversions: readConversionTotals(database, catalogue),
    }));
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
  ): Promise<T> {
    const deadline = new Deadline();
    return this.#read(({ database, catalogue }) => {
      const table = findTable(catalogue, name);
      const { senders } = catalogue;
      const index = this.#index(database, table);
      return read({ database, table, senders, index, deadline });
    });
  }

  #read<T>(read: (contents: Contents) => T | Promise<T>): Promise<T> {
    return this.#file.use((database) => {
      this.#forgetOther();
      return read({ database, catalogue: this.#currentCatalogue(database) });
    });
  }

  #currentCatalogue(database: ReadDatabase): Catalogue {
    const known = this.#catalogue;
    const isCurrent = known !== undefined &&
      catalogueVersion(database, known) === this.#catalogueVersion;
    if (isCurrent) return known;
    const catalogue = readCatalogue(database);
    this.#catalogue = catalogue;
    this.#catalogueVersion = catalogueVersion(database, catalogue);
    return catalogue;
  }

  /** Another file may have got the same name. */
  #forgetOther(): void {
    const { identity } = fileState(this.path);
    if (identity === this.#identity) return;
    this.#identity = identity;
    this.#catalogue = undefined;
    this.#indexes.clear();
  }

  #index(database: ReadDatabase, table: StoredTable): TimeIndex {
    const known = this.#indexes.get(table.name);
    const from = idRange(database, table)?.from;
    // Nothing is kept of an empty table: its first id is unknown.
    if (known !== undefined || from === undefined) {
      return known ?? new TimeIndex(0);
    }
    const index = new TimeIndex(from);
    this.#indexes.set(table.name, index);
    return index;
  }
}
