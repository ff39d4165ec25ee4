/**
 * Counts the rows of a database little by little.
 *
 * @module
 */
import type { ActivityCell } from "../activity.ts";
import {
  type CellBudget,
  MOST_CELLS,
  TableDigest,
} from "../digest/table_digest.ts";
import type { IdRange } from "../spread.ts";
import type { PostgresCatalogue, PostgresTable } from "./postgres_catalogue.ts";
import type { PostgresReader } from "./postgres_reader.ts";
import { readEnds, type TableEnds } from "./postgres_summary.ts";

/** Ids of one query, at least and at most. */
const FEWEST_IDS = 512;
const MOST_IDS = 131_072;

/** Milliseconds that a query and its rows should take. */
const PIECE_MS = 30;

/**
 * Milliseconds after which all rows with smaller ids than those that are seen
 * are there: transactions of several servers overlap.
 */
const SETTLED_MS = 1_000;

/** Seconds after which a table is not being written. */
const QUIET_SECONDS = 10;

/** The rows of a table up to an id. */
interface Counted {
  readonly digest: TableDigest;
  /** The next id to count. */
  next: number;
  /** The last id that may be counted. */
  settled: number;
  /** The last id at an earlier time, by the monotonic clock. */
  seen: { readonly at: number; readonly lastId: number };
}

/** A table with rows that are not counted. */
export interface Uncounted {
  /** The table. */
  readonly table: PostgresTable;
  /** The ids that are not counted. */
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
export class PostgresCounts {
  readonly #budget: CellBudget = { left: MOST_CELLS };
  readonly #tables = new Map<string, Counted>();
  #pieceIds = FEWEST_IDS;

  /**
   * Counts rows as long as `goOn` returns true; `now` is the time in seconds
   * since the start. Returns whether all are counted that can be by now.
   */
  async count(
    reader: PostgresReader,
    { tables }: PostgresCatalogue,
    { now, goOn }: {
      readonly now: number;
      readonly goOn: () => Promise<boolean>;
    },
  ): Promise<boolean> {
    const all = [...tables.values()];
    const ends = await readEnds(reader, all);
    let open = all.filter((table, i) => this.#settle(table, ends[i], now));
    while (open.length > 0) {
      const left: PostgresTable[] = [];
      for (const table of open) {
        if (!await goOn()) return false;
        if (!await this.#countPiece(reader, table)) left.push(table);
      }
      open = left;
    }
    return true;
  }

  /** The counts at `now`, in seconds since the start. */
  async cells(
    reader: PostgresReader,
    { tables, senders }: PostgresCatalogue,
    now: number,
  ): Promise<CountedCells> {
    const cells: ActivityCell[] = [];
    const uncounted: Uncounted[] = [];
    let [counted, total] = [0, 0];
    const all = [...tables.values()];
    const ends = await readEnds(reader, all);
    for (const [i, table] of all.entries()) {
      const { ids, rows } = ends[i];
      if (ids === undefined) continue;
      total += rows;
      const known = this.#tables.get(table.name);
      const next = Math.max(known?.next ?? ids.from, ids.from);
      if (next <= ids.to) {
        uncounted.push({ table, ids: { from: next, to: ids.to } });
      }
      if (known === undefined) continue;
      // Ids have gaps where transactions failed.
      counted += next > ids.to ? rows : Math.min(known.digest.counted, rows);
      const name = (sender: number) => senders.name(sender);
      cells.push(...known.digest.cells({ table: table.name, name, now }));
    }
    return { cells, covered: total === 0 ? 1 : counted / total, uncounted };
  }

  /** Notes up to which id rows can be counted; returns whether there are any. */
  #settle(
    { name }: PostgresTable,
    { ids, last }: TableEnds,
    now: number,
  ): boolean {
    if (ids === undefined) return false;
    const at = performance.now();
    const seen = { at, lastId: ids.to };
    const counted = this.#tables.get(name) ??
      {
        digest: new TableDigest(this.#budget),
        next: ids.from,
        settled: 0,
        seen,
      };
    this.#tables.set(name, counted);
    const isQuiet = last === undefined || now - last > QUIET_SECONDS;
    if (isQuiet) counted.settled = ids.to;
    if (isQuiet || at - counted.seen.at >= SETTLED_MS) {
      counted.settled = Math.max(counted.settled, counted.seen.lastId);
      counted.seen = seen;
    }
    return counted.next <= counted.settled;
  }

  /** Returns whether there is nothing left to count. */
  async #countPiece(
    reader: PostgresReader,
    { name, sql }: PostgresTable,
  ): Promise<boolean> {
    const counted = this.#tables.get(name);
    if (counted === undefined) return true;
    const start = performance.now();
    const { next, settled } = counted;
    const to = Math.min(settled, next + this.#pieceIds - 1);
    const rows = await reader.query(runsSql(sql), [next, to]);
    // Another query may have counted them meanwhile.
    if (counted.next !== next) return false;
    for (const row of rows) {
      counted.digest.addRun(Number(row.sender), {
        seq: Number(row.seq),
        rows: Number(row.rows),
        first: numberOrNull(row.first),
        last: numberOrNull(row.last),
        longestSilence: numberOrNull(row.silence) ?? 0,
        firstMeasured: numberOrNull(row.measured),
        lastMeasured: numberOrNull(row.measured_last),
        clockOffset: numberOrNull(row.ahead),
      });
    }
    counted.next = to + 1;
    this.#adapt(performance.now() - start);
    return to >= settled;
  }

  #adapt(spentMs: number): void {
    if (spentMs > 2 * PIECE_MS && this.#pieceIds > FEWEST_IDS) {
      this.#pieceIds /= 2;
    } else if (spentMs < PIECE_MS / 2 && this.#pieceIds < MOST_IDS) {
      this.#pieceIds *= 2;
    }
  }
}

/**
 * Rows as runs: successive rows of a sender whose numbers follow each other, in
 * the order of their ids. Few of them cross the network.
 */
function runsSql(table: string): string {
  const isTime = (time: string) =>
    `CASE WHEN abs(${time}) < 'Infinity'
    THEN ${time} END`;
  return `SELECT sender, min(seq)::float8 AS seq, count(*)::int4 AS rows,
      min(server) AS first, max(server) AS last,
      max(server - before) AS silence, max(client - server) AS ahead,
      min(client) FILTER (WHERE begins) AS measured,
      max(client) AS measured_last
    FROM (SELECT *, count(*) FILTER (WHERE begins)
        OVER (PARTITION BY sender ORDER BY id) AS run
      FROM (SELECT *, lag(server) OVER own AS before,
          lag(seq) OVER own IS DISTINCT FROM seq - 1 AS begins
        FROM (SELECT oml_tuple_id AS id, oml_sender_id AS sender,
            oml_seq AS seq, ${isTime("oml_ts_client")} AS client,
            ${isTime("oml_ts_server")} AS server
          FROM ${table} WHERE oml_tuple_id BETWEEN $1 AND $2) AS a
        WINDOW own AS (PARTITION BY sender ORDER BY id)) AS b) AS c
    GROUP BY sender, run ORDER BY min(id)`;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
