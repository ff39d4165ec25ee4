/**
 * Reads one database, in transactions that can't write.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import {
  type Parameter,
  PostgresConnection,
  type PostgresRow,
} from "../../server/rows/postgres/postgres_connection.ts";
import {
  ConnectionLost,
  sqlState,
} from "../../server/rows/postgres/postgres_errors.ts";
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";
import { LIMIT_MS } from "../deadline.ts";
import { ArchiveError, TimeLimitError } from "../errors.ts";

/**
 * Milliseconds after which an unused connection is closed: a database that has
 * connections can't be removed.
 */
const IDLE_MS = 5_000;

const CANCELLED = "57014";

/**
 * The limit is set here, and not by the connection's options, which PgBouncer
 * may not pass on.
 */
const SETTINGS = `SET default_transaction_read_only = on;
  SET statement_timeout = ${LIMIT_MS}; SET extra_float_digits = 1`;

/** Runs statements on one database. */
export interface PostgresQueries {
  /** Runs one statement; its parameters are `$1`, `$2`, ... */
  query(text: string, values?: readonly Parameter[]): Promise<PostgresRow[]>;
}

/** Queries one database; connects when needed. */
export class PostgresReader implements PostgresQueries {
  readonly #place: PostgresPlace;
  readonly #database: string;
  readonly #closing = new AbortController();
  #connection: Promise<PostgresConnection> | undefined;
  #users = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** Reads `database` of the server `place`. */
  constructor(place: PostgresPlace, database: string) {
    this.#place = place;
    this.#database = database;
  }

  /**
   * Runs one statement; its parameters are `$1`, `$2`, ...
   *
   * @throws {TimeLimitError} if it takes longer than 2 s.
   * @throws {ArchiveError} if the database can't be read.
   */
  async query(
    text: string,
    values: readonly Parameter[] = [],
  ): Promise<PostgresRow[]> {
    clearTimeout(this.#idle);
    this.#users++;
    try {
      return await this.#try(text, values).catch((error) => {
        // The connection may have been lost long before: once more.
        const isOver = this.#closing.signal.aborted;
        if (!(error instanceof ConnectionLost) || isOver) throw error;
        return this.#try(text, values);
      });
    } catch (error) {
      throw readFault(this.#database, error);
    } finally {
      if (--this.#users === 0) this.#restLater();
    }
  }

  /** Closes the connection, unless there are queries. */
  async rest(): Promise<void> {
    if (this.#users === 0) await this.#disconnect();
  }

  /** Ends running queries, and the connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#idle);
    await this.#disconnect();
  }

  async #try(
    text: string,
    values: readonly Parameter[],
  ): Promise<PostgresRow[]> {
    const opening = this.#connection ??= this.#connect();
    try {
      const connection = await opening;
      return await connection.query(text, values);
    } catch (error) {
      if (sqlState(error) === undefined) this.#forget(opening);
      throw error;
    }
  }

  async #connect(): Promise<PostgresConnection> {
    const { signal } = this.#closing;
    try {
      const connection = await PostgresConnection.open(
        this.#place,
        this.#database,
        signal,
      );
      await connection.run(SETTINGS);
      return connection;
    } catch (error) {
      this.#connection = undefined;
      throw error;
    }
  }

  /** Does not use a broken connection again. */
  #forget(connection: Promise<PostgresConnection>): void {
    if (this.#connection === connection) this.#connection = undefined;
    connection.then((broken) => broken.close(), () => undefined);
  }

  #restLater(): void {
    if (this.#closing.signal.aborted) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#disconnect(), IDLE_MS);
  }

  async #disconnect(): Promise<void> {
    clearTimeout(this.#idle);
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.then((open) => open.close(), () => undefined);
  }
}

/** The fault of a statement on `database`, as a user is told it. */
export function readFault(database: string, cause: unknown): ArchiveError {
  if (sqlState(cause) === CANCELLED) return new TimeLimitError(LIMIT_MS);
  const where = `the database "${database}"`;
  return new ArchiveError(`cannot read ${where}: ${errorText(cause)}`, {
    cause,
    hint: cause instanceof ConnectionLost
      ? "check its host and port, and that PostgreSQL is running"
      : undefined,
  });
}
