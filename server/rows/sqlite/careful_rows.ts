/**
 * Inserts rows some of which the database may reject: a UNIQUE index, a CHECK,
 * NOT NULL, or a trigger. A rejected range is halved repeatedly until the row
 * is found and omitted.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { errorText } from "../../../shared/error_text.ts";
import type { RejectedRow } from "../rejected_rows.ts";
import type { Steps } from "../scheduler.ts";
import { isRejection } from "./sqlite_errors.ts";
import type { RowRun, SqliteRows } from "./sqlite_rows.ts";

/**
 * A trigger has rolled the whole transaction back: it must be repeated with the
 * same {@linkcode CarefulRows}, which then knows the row.
 */
export class RolledBack extends Error {
  /** Always `"RolledBack"`. */
  override name = "RolledBack";
}

/** Inserts rows within a transaction; returns the rejected ones. */
export type InsertRuns = (runs: readonly RowRun[]) => Steps<RejectedRow[]>;

/** Inserts all rows, or throws. */
export function* insertPlainly(
  rows: SqliteRows,
  runs: readonly RowRun[],
): Steps<RejectedRow[]> {
  for (const run of runs) {
    rows.insert(run);
    yield;
  }
  return [];
}

/** Inserts the runs of one flush. */
export class CarefulRows {
  readonly #database: DatabaseSync;
  readonly #rows: SqliteRows;
  /** Errors of rows that roll back, by run and row. */
  readonly #rolledBack = new Map<number, Map<number, string>>();

  /** Inserts with `rows`, which belong to `database`. */
  constructor(database: DatabaseSync, rows: SqliteRows) {
    this.#database = database;
    this.#rows = rows;
  }

  /**
   * Inserts all acceptable rows within a transaction; returns the others.
   *
   * @throws {RolledBack} if the transaction must be repeated.
   */
  *insert(runs: readonly RowRun[]): Steps<RejectedRow[]> {
    const rejected: RejectedRow[] = [];
    for (const [i, run] of runs.entries()) {
      rejected.push(...yield* this.#insertRun(run, i));
    }
    return rejected;
  }

  *#insertRun(run: RowRun, number: number): Steps<RejectedRow[]> {
    const rejected = new Map<number, string>();
    const waiting = this.#begin(run, number, rejected);
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [from, to] = next;
      const words = this.#try(run, from, to);
      yield;
      if (words === undefined) continue;
      if (!this.#database.isTransaction) this.#note(number, from, to, words);
      if (to - from === 1) rejected.set(from, words);
      else {
        const middle = (from + to) >> 1;
        waiting.push([middle, to], [from, middle]);
      }
    }
    return [...rejected].map(([row, words]) => ({
      schema: run.target.schema,
      values: this.#rows.values(run, row),
      kind: kindOf(words),
      words,
    }));
  }

  /** Returns the ranges to try, last one first. */
  #begin(
    run: RowRun,
    number: number,
    rejected: Map<number, string>,
  ): [number, number][] {
    const size = this.#rows.size(run);
    const known = this.#rolledBack.get(number);
    if (known === undefined) return [[0, size]];
    const singly: [number, number][] = [];
    for (let row = size - 1; row >= 0; row--) {
      const words = known.get(row);
      if (words === undefined) singly.push([row, row + 1]);
      else rejected.set(row, words);
    }
    return singly;
  }

  /**
   * Returns the reason if the range was rejected; then none of it is stored.
   */
  #try(run: RowRun, from: number, to: number): string | undefined {
    this.#database.exec("SAVEPOINT oml_rows");
    try {
      this.#rows.insert(run, from, to);
      this.#database.exec("RELEASE oml_rows");
      return undefined;
    } catch (error) {
      if (!isRejection(error)) throw error;
      if (this.#database.isTransaction) {
        this.#database.exec("ROLLBACK TO oml_rows; RELEASE oml_rows");
      }
      return errorText(error);
    }
  }

  #note(number: number, from: number, to: number, words: string): never {
    const known = this.#rolledBack.get(number) ?? new Map<number, string>();
    this.#rolledBack.set(number, known);
    if (to - from === 1) known.set(from, words);
    throw new RolledBack(words);
  }
}

/** Returns the kind of a rejection, without its column or trigger. */
function kindOf(words: string): string {
  const [, kind] = /^(.*?) constraint failed/.exec(words) ?? [];
  return kind ?? "trigger or type";
}
