/**
 * Measures when tuples become visible to another program that reads the
 * databases while they are being written.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** Milliseconds between two polls; ages are too high by up to as much. */
const POLL_MS = 50;

/** The age in milliseconds at which tuples became visible. */
export interface Latency {
  /** Number of tuples seen. */
  readonly tuples: number;
  /** Median. */
  readonly p50: number;
  /** 99th percentile. */
  readonly p99: number;
  /** Maximum. */
  readonly max: number;
}

/** A polled database. */
interface Watched {
  readonly database: DatabaseSync;
  readonly select: StatementSync;
  /** UNIX time in seconds at which its timestamps start. */
  readonly startTime: number;
  last: number;
}

/**
 * Polls databases from its construction until {@linkcode Visibility.finish}.
 */
export class Visibility {
  readonly #directory: string;
  readonly #table: string;
  readonly #unseen: Set<string>;
  readonly #watched: Watched[] = [];
  /** Number of tuples by age in milliseconds. */
  readonly #ages = new Map<number, number>();
  readonly #timer: ReturnType<typeof setInterval>;

  /** Polls `table` of these domains; existing rows do not count. */
  constructor(directory: string, table: string, domains: Iterable<string>) {
    this.#directory = directory;
    this.#table = table;
    this.#unseen = new Set(domains);
    this.#poll();
    this.#ages.clear();
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  /** Polls once more, stops, and returns the result. */
  finish(): Latency {
    clearInterval(this.#timer);
    this.#poll();
    for (const { database } of this.#watched) database.close();
    const ages = [...this.#ages].sort(([a], [b]) => a - b);
    const tuples = ages.reduce((sum, [, count]) => sum + count, 0);
    const percentile = (share: number) => {
      let left = share * tuples;
      return ages.find(([, count]) => (left -= count) <= 0)?.[0] ?? 0;
    };
    return {
      tuples,
      p50: percentile(0.5),
      p99: percentile(0.99),
      max: ages.at(-1)?.[0] ?? 0,
    };
  }

  #poll(): void {
    for (const domain of this.#unseen) {
      const watched = this.#open(domain);
      if (watched === undefined) continue;
      this.#watched.push(watched);
      this.#unseen.delete(domain);
    }
    for (const watched of this.#watched) this.#look(watched);
  }

  #look(watched: Watched): void {
    const now = Date.now() / 1000 - watched.startTime;
    for (const row of watched.select.iterate(now, watched.last)) {
      const age = Number(row.age);
      this.#ages.set(age, (this.#ages.get(age) ?? 0) + Number(row.tuples));
      watched.last = Math.max(watched.last, Number(row.last));
    }
  }

  /** `undefined` while the database or the table is missing. */
  #open(domain: string): Watched | undefined {
    const path = join(this.#directory, `${domain}.sq3`);
    if (!existsSync(path)) return undefined;
    const database = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
    try {
      const start = database.prepare(
        "SELECT value FROM _experiment_metadata WHERE key = 'start_time'",
      ).get();
      // SQLite counts the ages, so that a flood is not delayed by it.
      const select = database.prepare(
        `SELECT CAST(round(1000 * (? - oml_ts_client)) AS INTEGER) AS age,
          count(*) AS tuples, max(oml_tuple_id) AS last
        FROM "${this.#table}" WHERE oml_tuple_id > ? GROUP BY age`,
      );
      return {
        ...{ database, select },
        ...{ startTime: Number(start?.value ?? 0), last: 0 },
      };
    } catch {
      database.close();
      return undefined;
    }
  }
}
