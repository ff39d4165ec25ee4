/**
 * A connection that only reads.
 *
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { StoredValue } from "../cell_values.ts";

/** A row: its values in the order of the query. */
export type StoredRow = readonly StoredValue[];

/** A value of a query's parameter. */
export type Parameter = null | number | string;

/** A statement whose rows are arrays; Deno's types do not know the setting. */
type ArrayStatement = StatementSync & {
  setReturnArrays(isOn: boolean): void;
};

/** Milliseconds that SQLite waits for another program's lock. */
const BUSY_MS = 200;

/** Statements that a connection keeps. */
const MOST_STATEMENTS = 64;

/** A database that is open for reading. */
export class ReadDatabase implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * Opens `location`: a path, or a `file:` URL with parameters of SQLite.
   *
   * @throws {Error} if that fails; the file itself is opened by the first query.
   */
  constructor(location: string | URL) {
    this.#database = new DatabaseSync(location, {
      readOnly: true,
      timeout: BUSY_MS,
    });
  }

  /**
   * All rows of a query.
   *
   * @throws {Error} if SQLite can't run it.
   */
  all(sql: string, ...parameters: readonly Parameter[]): readonly StoredRow[] {
    const rows: unknown = this.#prepare(sql).all(...parameters);
    // With setReturnArrays, each row is an array.
    return rows as readonly StoredRow[];
  }

  /** The first row of a query; `undefined` without one. */
  first(
    sql: string,
    ...parameters: readonly Parameter[]
  ): StoredRow | undefined {
    return this.all(sql, ...parameters).at(0);
  }

  /** Runs a statement without a result, such as a pragma. */
  run(sql: string): void {
    this.#database.exec(sql);
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    const statement = this.#database.prepare(sql) as ArrayStatement;
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}
