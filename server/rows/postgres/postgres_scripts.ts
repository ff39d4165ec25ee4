/**
 * The operator's SQL for new databases and tables, run within the transactions
 * that make them.
 *
 * @module
 */
import type { SqlFile, SqlRunner } from "./sql_file.ts";

/** The files of the operator. */
export interface PostgresScripts {
  /** Runs in the transaction that makes the tables of every experiment. */
  readonly onDatabase?: SqlFile;
  /** Runs after each measurement table is made. */
  readonly onTable?: SqlFile;
}

/** The place of a session. */
export interface ScriptPlace {
  /** Name of the database. */
  readonly database: string;
  /** Name of the schema. */
  readonly schema: string;
}

/** The files, with the names of a session. */
export class SessionScripts {
  readonly #connection: SqlRunner;
  readonly #scripts: PostgresScripts;
  readonly #place: ScriptPlace;

  /** Runs `scripts` over a connection. */
  constructor(
    connection: SqlRunner,
    scripts: PostgresScripts,
    place: ScriptPlace,
  ) {
    this.#connection = connection;
    this.#scripts = scripts;
    this.#place = place;
  }

  /** The file that changes tables, if there is one. */
  get tablePath(): string | undefined {
    return this.#scripts.onTable?.path;
  }

  /** The tables that every experiment has are made. */
  async databaseMade(): Promise<void> {
    await this.#scripts.onDatabase?.run(this.#connection, { ...this.#place });
  }

  /** A table is made, with the SQL of these columns besides the row's number. */
  async tableMade(table: string, columns: string): Promise<void> {
    const names = { ...this.#place, table, columns };
    await this.#scripts.onTable?.run(this.#connection, names);
  }
}
