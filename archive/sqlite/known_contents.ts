/**
 * What is known about the contents of one database file.
 *
 * @module
 */
import { TimeIndex } from "../time_index.ts";
import {
  type Catalogue,
  catalogueVersion,
  readCatalogue,
  type StoredTable,
} from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";
import { RowCounts } from "./row_counts.ts";
import { extendIndex, idRange } from "./table_reader.ts";

/** Kept between two queries, whether the file is open or not. */
export class KnownContents {
  /** The file that it is about. */
  readonly identity: string;
  /** Who sent what. */
  readonly counts: RowCounts = new RowCounts();
  readonly #indexes = new Map<string, TimeIndex>();
  #catalogue: Catalogue | undefined;
  #version = "";

  /** Nothing is known at first. */
  constructor(identity: string) {
    this.identity = identity;
  }

  /** What the file contains besides its rows. */
  catalogue(database: ReadDatabase): Catalogue {
    const known = this.#catalogue;
    const isCurrent = known !== undefined &&
      catalogueVersion(database, known) === this.#version;
    if (isCurrent) return known;
    const catalogue = readCatalogue(database);
    this.#catalogue = catalogue;
    this.#version = catalogueVersion(database, catalogue);
    return catalogue;
  }

  /** The times of a table's rows; they are added later. */
  index(database: ReadDatabase, table: StoredTable): TimeIndex {
    const known = this.#indexes.get(table.name);
    if (known !== undefined) return known;
    const from = idRange(database, table)?.from;
    // Nothing is kept of an empty table: its first id is unknown.
    if (from === undefined) return new TimeIndex(0);
    const index = new TimeIndex(from);
    this.#indexes.set(table.name, index);
    return index;
  }

  /**
   * Completes the indexes of tables that were asked for, as long as `goOn`
   * returns true. Returns whether they are complete.
   */
  async completeIndexes(
    database: ReadDatabase,
    { tables }: Catalogue,
    goOn: () => Promise<boolean>,
  ): Promise<boolean> {
    for (const [name, index] of this.#indexes) {
      const table = tables.get(name);
      const lastId = table && idRange(database, table)?.to;
      if (table === undefined || lastId === undefined) continue;
      await extendIndex({ database, table, lastId }, index, goOn);
      if (index.next(lastId) !== undefined) return false;
    }
    return true;
  }
}
