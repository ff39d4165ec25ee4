/**
 * One experiment in an SQLite file, read completely.
 *
 * @module
 */
import { setImmediate as turn } from "node:timers/promises";
import type { ConversionTotal, RejectTotal } from "../../archive/activity.ts";
import type { ExperimentDescription } from "../../archive/archive.ts";
import { findColumn } from "../../archive/column_shapes.ts";
import { ArchiveError } from "../../archive/errors.ts";
import type { IdRange } from "../../archive/spread.ts";
import {
  type Catalogue,
  findTable,
  readCatalogue,
} from "../../archive/sqlite/catalogue.ts";
import { ExperimentFile } from "../../archive/sqlite/experiment_file.ts";
import { fileState } from "../../archive/sqlite/file_state.ts";
import type { ReadDatabase } from "../../archive/sqlite/read_database.ts";
import {
  readConversionTotals,
  readRejectTotals,
} from "../../archive/sqlite/read_rejects.ts";
import { idRange, rowsIn } from "../../archive/sqlite/table_reader.ts";
import { conditionsOf } from "../row_conditions.ts";
import type {
  ExactQuery,
  ExactRows,
  StoredExperiment,
  StoredReject,
} from "../stored.ts";
import { readRejectBlock } from "./reject_blocks.ts";
import { TableBlocks, type TablePart } from "./table_blocks.ts";

/** Milliseconds of reading between two turns of other work. */
const SLICE_MS = 10;

/** No limit on a number of rows. */
const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** What the file contained when it was opened. */
interface Contents {
  readonly identity: string;
  readonly catalogue: Catalogue;
  /** The ids of each table; none without rows. */
  readonly ids: ReadonlyMap<string, IdRange>;
  /** The largest id of a rejected sample. */
  readonly lastReject: number;
  readonly rejectTotals: readonly RejectTotal[];
  readonly conversionTotals: readonly ConversionTotal[];
}

/** Reads one file, a block at a time: there is no long transaction. */
export class SqliteExperiment implements StoredExperiment {
  readonly name: string;
  readonly place: string;
  readonly description: ExperimentDescription;
  readonly #file: ExperimentFile;
  readonly #contents: Contents;
  /** The connection of the last block; another one may be of another file. */
  #checked: ReadDatabase | undefined;

  private constructor(path: string, file: ExperimentFile, contents: Contents) {
    this.name = file.experiment;
    this.place = path;
    this.description = describe(this.name, contents);
    this.#file = file;
    this.#contents = contents;
  }

  /**
   * Opens the experiment `name` in the file called `path`; if it can't be read
   * in place, by a copy in `copiesIn`.
   *
   * @throws {NotFoundError} if there is no such file.
   * @throws {ArchiveError} if it can't be read.
   */
  static async open(
    name: string,
    path: string,
    copiesIn?: string,
  ): Promise<SqliteExperiment> {
    const file = new ExperimentFile(name, path, { inServer: false, copiesIn });
    try {
      const contents = await file.use((database) =>
        readContents(database, fileState(path).identity)
      );
      return new SqliteExperiment(path, file, contents);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  rows(table: string, query: ExactQuery = {}): AsyncIterable<ExactRows> {
    const { catalogue, ids } = this.#contents;
    const found = findTable(catalogue, table);
    const columns = query.columns?.map((name) => findColumn(found, name));
    return this.#blocks({
      table: found,
      columns: columns ?? found.columns,
      ids: ids.get(table) ?? { from: 0, to: -1 },
      conditions: conditionsOf(query, catalogue.senders),
    });
  }

  async *rejects(): AsyncGenerator<readonly StoredReject[]> {
    const { lastReject } = this.#contents;
    for (let after = -Infinity; after < lastReject;) {
      const from = after;
      const block = await this.#read((database) =>
        readRejectBlock(database, from, lastReject)
      );
      if (block === undefined) return;
      yield block.samples;
      after = block.lastId;
    }
  }

  rejectTotals(): Promise<readonly RejectTotal[]> {
    return Promise.resolve(this.#contents.rejectTotals);
  }

  conversionTotals(): Promise<readonly ConversionTotal[]> {
    return Promise.resolve(this.#contents.conversionTotals);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#file.close();
    return Promise.resolve();
  }

  async *#blocks(part: TablePart): AsyncGenerator<ExactRows> {
    using blocks = new TableBlocks(this.place, part);
    let turned = performance.now();
    for (let after = part.ids.from - 1; after < part.ids.to;) {
      const from = after;
      const block = await this.#read((database) => blocks.read(database, from));
      if (block.rows.count > 0) yield block.rows;
      after = block.lastId;
      if (performance.now() - turned < SLICE_MS) continue;
      // Signals and other work get their turn.
      await turn();
      turned = performance.now();
    }
  }

  #read<T>(read: (database: ReadDatabase) => T): Promise<T> {
    return this.#file.useInSeries((database) => {
      if (database !== this.#checked) {
        const { identity } = fileState(this.place);
        if (identity !== this.#contents.identity) throw replaced(this.place);
        this.#checked = database;
      }
      return read(database);
    });
  }
}

/** Everything is of the same moment. */
function readContents(database: ReadDatabase, identity: string): Contents {
  database.run("BEGIN");
  try {
    const catalogue = readCatalogue(database, EVERYTHING);
    const ids = [...catalogue.tables.values()].flatMap((table) => {
      const range = idRange(database, table);
      return range === undefined ? [] : [[table.name, range] as const];
    });
    return {
      ...{ identity, catalogue, ids: new Map(ids) },
      lastReject: lastReject(database, catalogue),
      rejectTotals: readRejectTotals(database, catalogue, EVERYTHING),
      conversionTotals: readConversionTotals(database, catalogue, EVERYTHING),
    };
  } finally {
    database.run("COMMIT");
  }
}

function lastReject(database: ReadDatabase, { names }: Catalogue): number {
  if (!names.has("_oml_rejected")) return -Infinity;
  const last = database.first("SELECT max(id) FROM _oml_rejected")?.at(0);
  return typeof last === "number" ? last : -Infinity;
}

function describe(
  name: string,
  { catalogue: { startTime, senders, tables, metadata }, ids }: Contents,
): ExperimentDescription {
  return {
    name,
    ...startTime === undefined ? {} : { startTime },
    senders: senders.all,
    tables: [...tables.values()].map(({ name, columns }) => ({
      ...{ name, columns },
      rows: rowsIn(ids.get(name)),
    })),
    metadata,
  };
}

function replaced(path: string): ArchiveError {
  return new ArchiveError(
    `cannot read ${path}: another file has its name now`,
    {
      hint: "start again",
    },
  );
}
