/**
 * Counts the rows of a database little by little.
 *
 * @module
 */
import { isTime } from "../selection.ts";
import type { ActivityCell } from "../activity.ts";
import {
  type CellBudget,
  MOST_CELLS,
  TableDigest,
} from "../digest/table_digest.ts";
import type { IdRange } from "../spread.ts";
import type { Catalogue, StoredTable } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";
import { idRange, realSql, rowsIn } from "./table_reader.ts";

/** Rows of one piece of work, at least and at most. */
const FEWEST_ROWS = 256;
const MOST_ROWS = 8192;

/** Milliseconds of one piece of work. */
const PIECE_MS = 4;

/** The rows of a table up to an id. */
interface Counted {
  readonly digest: TableDigest;
  /** The first id of the table. */
  readonly from: number;
  /** The next id to count. */
  next: number;
}

/** A table of which not all rows are counted. */
export interface Uncounted {
  /** The table. */
  readonly table: StoredTable;
  /** All its ids: the last seconds may be counted in part. */
  readonly ids: IdRange;
}

/** What is counted, and what is not. */
export interface CountedCells {
  /** The cells. */
  readonly cells: readonly ActivityCell[];
  /** Share of the rows that they cover. */
  readonly covered: number;
  /** Tables with rows that they do not cover. */
  readonly uncounted: readonly Uncounted[];
}

/** Counts each row once, whenever there is time for it. */
export class RowCounts {
  readonly #budget: CellBudget = { left: MOST_CELLS };
  readonly #tables = new Map<string, Counted>();
  /** The ids of the tables at the last look. */
  readonly #ids = new Map<string, IdRange>();
  #pieceRows = FEWEST_ROWS;

  /**
   * Counts rows as long as `goOn` returns true. Returns whether all of them are
   * counted.
   */
  async count(
    database: ReadDatabase,
    { tables }: Catalogue,
    goOn: () => Promise<boolean>,
  ): Promise<boolean> {
    let open = [...tables.values()];
    while (open.length > 0) {
      const left: StoredTable[] = [];
      for (const table of open) {
        if (!await goOn()) return false;
        if (!this.#countPiece(database, table)) left.push(table);
      }
      open = left;
    }
    return true;
  }

  /** Looks for new rows. */
  look(database: ReadDatabase, { tables }: Catalogue): void {
    for (const table of tables.values()) {
      const ids = idRange(database, table);
      if (ids === undefined) this.#ids.delete(table.name);
      else this.#ids.set(table.name, ids);
    }
  }

  /**
   * The counts at `now`, in seconds since the start, of the rows that were there
   * at the last look.
   */
  cells({ tables, senders }: Catalogue, now: number): CountedCells {
    const cells: ActivityCell[] = [];
    const uncounted: Uncounted[] = [];
    let [counted, total] = [0, 0];
    for (const table of tables.values()) {
      const ids = this.#ids.get(table.name);
      if (ids === undefined) continue;
      total += rowsIn(ids);
      const known = this.#tables.get(table.name);
      const next = Math.max(known?.next ?? ids.from, ids.from);
      if (next <= ids.to) {
        uncounted.push({ table, ids });
      }
      if (known === undefined) continue;
      // By ids: some of them may have no row.
      const done = Math.min(next, ids.to + 1) - ids.from;
      counted += Math.max(done, 0) * known.digest.share;
      const name = (sender: number) => senders.name(sender);
      const view = { table: table.name, name, now };
      cells.push(...known.digest.cells(view));
    }
    return { cells, covered: total === 0 ? 1 : counted / total, uncounted };
  }

  /** Returns whether there is nothing left to count. */
  #countPiece(database: ReadDatabase, table: StoredTable): boolean {
    const counted = this.#counted(database, table);
    if (counted === undefined) return true;
    const start = performance.now();
    const rows = database.all(
      `SELECT ${table.id}, oml_sender_id, ${realSql("oml_seq")}, ` +
        `oml_ts_client, oml_ts_server FROM ${table.sql} ` +
        `WHERE ${table.id} >= ? ORDER BY ${table.id} LIMIT ?`,
      counted.next,
      this.#pieceRows,
    );
    for (const [, sender, seq, client, server] of rows) {
      counted.digest.add(
        Number(sender),
        Number(seq),
        isTime(client) ? client : null,
        isTime(server) ? server : null,
      );
    }
    const isAll = rows.length < this.#pieceRows;
    if (rows.length > 0) counted.next = Number(rows.at(-1)?.[0]) + 1;
    this.#adapt(performance.now() - start);
    return isAll;
  }

  #adapt(spentMs: number): void {
    if (spentMs > 2 * PIECE_MS && this.#pieceRows > FEWEST_ROWS) {
      this.#pieceRows /= 2;
    } else if (spentMs < PIECE_MS / 2 && this.#pieceRows < MOST_ROWS) {
      this.#pieceRows *= 2;
    }
  }

  /** A table that lost its first rows is counted as it was. */
  #counted(database: ReadDatabase, table: StoredTable): Counted | undefined {
    const known = this.#tables.get(table.name);
    if (known !== undefined) return known;
    const from = idRange(database, table)?.from;
    if (from === undefined) return undefined;
    const digest = new TableDigest(this.#budget);
    const counted = { digest, from, next: from };
    this.#tables.set(table.name, counted);
    return counted;
  }
}
