/**
 * A database as it is at one moment.
 *
 * @module
 */
import { ArchiveError, NotFoundError } from "../../archive/errors.ts";
import {
  type PostgresQueries,
  readFault,
} from "../../archive/postgres/postgres_reader.ts";
import {
  type Parameter,
  PostgresConnection,
  type PostgresRow,
  type TextRow,
} from "../../server/rows/postgres/postgres_connection.ts";
import { isMissingDatabase } from "../../server/rows/postgres/postgres_errors.ts";
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";

/** Limits of a session that an operator may have set; some are new. */
const LIMITS = "('statement_timeout', 'lock_timeout', 'transaction_timeout', " +
  "'idle_in_transaction_session_timeout')";

const BEGIN = [
  "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  `SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN ${LIMITS}`,
  // Doubles in full, before PostgreSQL 12 as well.
  "SET LOCAL extra_float_digits = 3",
  "SET LOCAL bytea_output = 'hex'",
  // A scan begins with the first row, even if another one is in progress.
  "SET LOCAL synchronize_seqscans = off",
].join("; ");

/** One transaction that can't write, without limits of time. */
export class Snapshot implements PostgresQueries, AsyncDisposable {
  readonly #connection: PostgresConnection;
  readonly #database: string;
  readonly #closing: AbortController;

  private constructor(
    connection: PostgresConnection,
    database: string,
    closing: AbortController,
  ) {
    this.#connection = connection;
    this.#database = database;
    this.#closing = closing;
  }

  /**
   * Connects to `database`.
   *
   * @throws {NotFoundError} if there is no such database.
   * @throws {ArchiveError} if it can't be read.
   */
  static async open(place: PostgresPlace, database: string): Promise<Snapshot> {
    const closing = new AbortController();
    try {
      const connection = await PostgresConnection.open(
        ...[place, database, closing.signal] as const,
      );
      const snapshot = new Snapshot(connection, database, closing);
      await snapshot.run(BEGIN);
      return snapshot;
    } catch (error) {
      closing.abort();
      if (error instanceof ArchiveError) throw error;
      if (isMissingDatabase(error)) {
        throw new NotFoundError("experiment", database);
      }
      throw readFault(database, error);
    }
  }

  query(
    text: string,
    values: readonly Parameter[] = [],
  ): Promise<PostgresRow[]> {
    return this.#explain(this.#connection.query(text, values));
  }

  /** Runs one statement; the values are as PostgreSQL writes them. */
  texts(text: string): Promise<readonly TextRow[]> {
    return this.#explain(this.#connection.texts(text));
  }

  /** Runs statements together, separated by semicolons. */
  run(statements: string): Promise<void> {
    return this.#explain(this.#connection.run(statements));
  }

  /** Opens a cursor for a query. */
  declare(cursor: string, select: string): Promise<void> {
    return this.run(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${select}`);
  }

  /** Closes a cursor; at the latest, that happens at the end. */
  async close(cursor: string): Promise<void> {
    await this.run(`CLOSE ${cursor}`).catch(() => undefined);
  }

  /** Ends running statements, too. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#connection.close();
  }

  async #explain<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw readFault(this.#database, error);
    }
  }
}
