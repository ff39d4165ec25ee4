/**
 * A database as it is at one moment.
 *
 * @module
 */
import { NotFoundError } from "../../archive/errors.ts";
import {
  type PostgresQueries,
  readFault,
} from "../../archive/postgres/postgres_reader.ts";
import {
  type Parameter,
  PostgresConnection,
  type PostgresRow,
} from "../../server/rows/postgres/postgres_connection.ts";
import type { RowCollector } from "../../server/rows/postgres/copy_out.ts";
import { isMissingDatabase } from "../../server/rows/postgres/postgres_errors.ts";
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";
import { textLiteral } from "../../server/rows/postgres/postgres_types.ts";

/** Limits of a session that an operator may have set; some are new. */
const LIMITS = "('statement_timeout', 'lock_timeout', 'transaction_timeout', " +
  "'idle_in_transaction_session_timeout')";

/** Of every transaction that reads tables. */
const SETTINGS: readonly string[] = [
  `SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN ${LIMITS}`,
  // Doubles in full, before PostgreSQL 12 as well.
  "SET LOCAL extra_float_digits = 3",
  "SET LOCAL bytea_output = 'hex'",
  // A scan begins with the first row, even if another one is in progress.
  "SET LOCAL synchronize_seqscans = off",
  // Several processes would return the rows in any order.
  "SET LOCAL max_parallel_workers_per_gather = 0",
  // By the index, the first rows come at once, and no disk is needed.
  "SET LOCAL enable_sort = off",
  // A sort that is off counts as so expensive that each query is compiled.
  "SELECT set_config(name, 'off', true) FROM pg_settings WHERE name = 'jit'",
];

const BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/**
 * A database at one moment: transactions that can't write, without limits of
 * time. Tables are read by connections of their own, so that others can be read
 * meanwhile.
 */
export class Snapshot implements PostgresQueries, AsyncDisposable {
  readonly #connection: PostgresConnection;
  readonly #place: PostgresPlace;
  readonly #database: string;
  readonly #closing: AbortController;
  /** What other transactions need to see the same. */
  #id: Promise<string> | undefined;
  /** Connections that have read a table, and can read others. */
  readonly #free: PostgresConnection[] = [];

  private constructor(
    connection: PostgresConnection,
    { place, database, closing }: {
      readonly place: PostgresPlace;
      readonly database: string;
      readonly closing: AbortController;
    },
  ) {
    this.#connection = connection;
    this.#place = place;
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
      await connection.run([BEGIN, ...SETTINGS].join("; "));
      return new Snapshot(connection, { place, database, closing });
    } catch (error) {
      closing.abort();
      if (isMissingDatabase(error)) {
        throw new NotFoundError("experiment", database);
      }
      throw readFault(database, error);
    }
  }

  async query(
    text: string,
    values: readonly Parameter[] = [],
  ): Promise<PostgresRow[]> {
    try {
      return await this.#connection.query(text, values);
    } catch (error) {
      throw readFault(this.#database, error);
    }
  }

  /** The rows that a query returns, as those of a binary COPY, in batches. */
  async *copyOut<Batch>(
    select: string,
    collector: RowCollector<Batch>,
  ): AsyncGenerator<Batch> {
    const statement = `COPY (${select}) TO STDOUT (FORMAT binary)`;
    let reader: PostgresConnection | undefined;
    try {
      reader = this.#free.pop() ?? await this.#connect();
      yield* reader.copyOut(statement, collector);
      this.#free.push(reader);
      reader = undefined;
    } catch (error) {
      throw readFault(this.#database, error);
    } finally {
      // It is still reading.
      reader?.breakOff();
    }
  }

  /** Ends running statements, too. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const all = [this.#connection, ...this.#free];
    await Promise.all(all.map((connection) => connection.close()));
  }

  /** Another connection that sees the same. */
  async #connect(): Promise<PostgresConnection> {
    this.#id ??= this.#connection.query("SELECT pg_export_snapshot() AS id")
      .then(([{ id }]) => String(id));
    const share = `SET TRANSACTION SNAPSHOT ${textLiteral(await this.#id)}`;
    const connection = await PostgresConnection.open(
      ...[this.#place, this.#database, this.#closing.signal] as const,
    );
    await connection.run([BEGIN, share, ...SETTINGS].join("; "));
    return connection;
  }
}
