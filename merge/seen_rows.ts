/**
 * Rows that several parts may have, on disk: there can be any number.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { SAME_TIME } from "./overlaps.ts";

/** Identifies a tuple except for its time. */
export interface RowKey {
  /** Its sequence number, which keeps rows that are sent together together. */
  readonly seq: number;
  /** The upper half of the hash of sender and values. */
  readonly high: number;
  /** The lower half. */
  readonly low: number;
}

/**
 * How often each part has each tuple, in a file that is removed at the end. Not
 * in a temporary file of SQLite's own, which Deno does not allow everywhere.
 */
export class SeenRows implements Disposable {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #select: StatementSync;
  readonly #count: StatementSync;

  /** Creates it for one table, in a file at `path` that does not exist yet. */
  constructor(path: string) {
    this.#path = path;
    this.#database = new DatabaseSync(path);
    this.#database.exec(
      `PRAGMA journal_mode = OFF;
       PRAGMA synchronous = OFF;
       PRAGMA cache_size = -16384;
       CREATE TABLE seen (seq INTEGER, high INTEGER, low INTEGER, time REAL,
         part INTEGER, count INTEGER,
         PRIMARY KEY (seq, high, low, time, part)) WITHOUT ROWID;
       BEGIN`,
    );
    this.#select = this.#database.prepare(
      "SELECT part, sum(count) AS count FROM seen WHERE seq = ? " +
        "AND high = ? AND low = ? AND time BETWEEN ? AND ? GROUP BY part",
    );
    this.#count = this.#database.prepare(
      "INSERT INTO seen VALUES (?, ?, ?, ?, ?, 1) " +
        "ON CONFLICT DO UPDATE SET count = count + 1",
    );
  }

  /**
   * Counts a tuple of a part. Returns whether another part has given it already:
   * of two parts with n and m equal tuples, the greater number is new.
   */
  isRepeated(part: number, { seq, high, low }: RowKey, time: number): boolean {
    let own = 0;
    let most = 0;
    const found = this.#select.all(
      ...[seq, high, low, time - SAME_TIME, time + SAME_TIME],
    );
    for (const row of found) {
      const count = Number(row.count);
      if (Number(row.part) === part) own = count;
      most = Math.max(most, count);
    }
    this.#count.run(seq, high, low, time, part);
    return own < most;
  }

  [Symbol.dispose](): void {
    this.#database.close();
    rmSync(this.#path, { force: true });
  }
}
