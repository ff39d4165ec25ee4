/**
 * One experiment in a PostgreSQL database, read completely.
 *
 * @module
 */
import type { ConversionTotal, RejectTotal } from "../../archive/activity.ts";
import type { ExperimentDescription } from "../../archive/archive.ts";
import { findColumn } from "../../archive/column_shapes.ts";
import { NotFoundError } from "../../archive/errors.ts";
import {
  findTable,
  type PostgresCatalogue,
  type PostgresTable,
  readCatalogue,
} from "../../archive/postgres/postgres_catalogue.ts";
import {
  readConversionTotals,
  readRejectTotals,
} from "../../archive/postgres/postgres_rejects.ts";
import { readEnds } from "../../archive/postgres/postgres_summary.ts";
import { uriSegment } from "../../server/rows/database_uri.ts";
import {
  placeUri,
  type PostgresPlace,
} from "../../server/rows/postgres/postgres_place.ts";
import { conditionsOf } from "../row_conditions.ts";
import type {
  ExactQuery,
  ExactRows,
  StoredExperiment,
  StoredReject,
} from "../stored.ts";
import { readRejects } from "./reject_blocks.ts";
import { readBlocks } from "./table_rows.ts";
import { Snapshot } from "./snapshot.ts";

/** No limit on a number of rows. */
const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Reads one database in one transaction. */
export class PostgresExperiment implements StoredExperiment {
  readonly name: string;
  readonly place: string;
  readonly description: ExperimentDescription;
  readonly #snapshot: Snapshot;
  readonly #catalogue: PostgresCatalogue;

  private constructor(
    place: PostgresPlace,
    description: ExperimentDescription,
    { snapshot, catalogue }: {
      readonly snapshot: Snapshot;
      readonly catalogue: PostgresCatalogue;
    },
  ) {
    this.name = description.name;
    this.place = `${placeUri(place)}/${uriSegment(this.name)}`;
    this.description = description;
    this.#snapshot = snapshot;
    this.#catalogue = catalogue;
  }

  /**
   * Opens the experiment in the database called `name`.
   *
   * @throws {NotFoundError} if there is none.
   * @throws {ArchiveError} if it can't be read.
   */
  static async open(
    place: PostgresPlace,
    name: string,
  ): Promise<PostgresExperiment> {
    const snapshot = await Snapshot.open(place, name);
    try {
      const catalogue = await readCatalogue(snapshot, { isComplete: true });
      if (catalogue === undefined) throw new NotFoundError("experiment", name);
      const description = await describe(name, snapshot, catalogue);
      const contents = { snapshot, catalogue };
      return new PostgresExperiment(place, description, contents);
    } catch (error) {
      await snapshot[Symbol.asyncDispose]();
      throw error;
    }
  }

  rows(table: string, query: ExactQuery = {}): AsyncIterable<ExactRows> {
    const found = findTable(this.#catalogue, table);
    const part = {
      table: found,
      columns: wantedColumns(found, query.columns),
      conditions: conditionsOf(query, this.#catalogue.senders),
    };
    return readBlocks(this.#snapshot, part);
  }

  rejects(): AsyncIterable<readonly StoredReject[]> {
    return readRejects(this.#snapshot, this.#catalogue);
  }

  rejectTotals(): Promise<readonly RejectTotal[]> {
    return readRejectTotals(this.#snapshot, this.#catalogue, EVERYTHING);
  }

  conversionTotals(): Promise<readonly ConversionTotal[]> {
    return readConversionTotals(this.#snapshot, this.#catalogue, EVERYTHING);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#snapshot[Symbol.asyncDispose]();
  }
}

async function describe(
  name: string,
  snapshot: Snapshot,
  { startTime, senders, tables, metadata }: PostgresCatalogue,
): Promise<ExperimentDescription> {
  const all = [...tables.values()];
  const rows = await countRows(snapshot, all);
  return {
    name,
    ...startTime === undefined ? {} : { startTime },
    senders: senders.all,
    tables: all.map(({ name, columns }) => ({
      ...{ name, rows: rows.get(name) ?? 0 },
      columns: columns.map(({ shape }) => shape),
    })),
    metadata,
  };
}

/** The number of rows of each table, estimated from ids where there are some. */
async function countRows(
  snapshot: Snapshot,
  tables: readonly PostgresTable[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const numbered = tables.filter(({ hasIds }) => hasIds);
  const ends = await readEnds(snapshot, numbered);
  numbered.forEach(({ name }, i) => counts.set(name, ends[i].rows));
  for (const { name, sql, hasIds } of tables) {
    if (hasIds) continue;
    const [row] = await snapshot.query(`SELECT count(*) AS count FROM ${sql}`);
    counts.set(name, Number(row.count));
  }
  return counts;
}

function wantedColumns({ columns }: PostgresTable, names?: readonly string[]) {
  if (names === undefined) return columns;
  const shapes = columns.map(({ shape }) => shape);
  return names.map((name) => {
    const shape = findColumn({ columns: shapes }, name);
    return columns[shapes.indexOf(shape)];
  });
}
