/**
 * A connection to one database: wraps the driver.
 *
 * @module
 */
// @ts-types="./pg.d.ts"
import pg, { type Client, type QueryResult } from "pg";
import { errorText } from "../../../shared/error_text.ts";
import { CopyOut, type RowCollector } from "./copy_out.ts";
import { ConnectionLost, sqlState } from "./postgres_errors.ts";
import type { PostgresPlace } from "./postgres_place.ts";
import { RowCopy } from "./row_copy.ts";
import { type Encryption, encryptions, mayWantOther } from "./postgres_tls.ts";

/** A row, by column name; 64-bit numbers are texts. */
export type PostgresRow = Record<string, unknown>;

/** The type of a parameter. */
export type Parameter =
  | string
  | number
  | null
  | readonly (string | number | null | Uint8Array)[];

const GIVEN_UP = "the server is stopping and no longer waits for PostgreSQL";

/** An open connection. */
export class PostgresConnection {
  readonly #client: Client;
  readonly #abandon: AbortSignal;
  #lost = false;

  private constructor(client: Client, abandon: AbortSignal) {
    this.#client = client;
    this.#abandon = abandon;
    abandon.addEventListener("abort", this.#breakOff);
    // Pending calls get the error; without a listener it would be thrown.
    client.on("error", () => this.#lost = true);
    client.on("end", () => this.#lost = true);
  }

  /**
   * Connects to `database`. When `abandon` is aborted, the connection is
   * closed, even while it is being established: otherwise a server that hangs
   * would be waited for.
   *
   * @throws {ConnectionLost} if the server can't be reached.
   * @throws {Error} with an SQLSTATE if the server rejects the connection.
   */
  static async open(
    place: PostgresPlace,
    database: string,
    abandon: AbortSignal,
  ): Promise<PostgresConnection> {
    const [first, second] = encryptions(place);
    try {
      return await PostgresConnection.#try(place, { database, abandon }, first);
    } catch (error) {
      if (second === undefined || !mayWantOther(error)) throw error;
      return await PostgresConnection.#try(
        place,
        { database, abandon },
        second,
      );
    }
  }

  static async #try(
    place: PostgresPlace,
    { database, abandon }: { database: string; abandon: AbortSignal },
    ssl: Encryption,
  ): Promise<PostgresConnection> {
    if (abandon.aborted) throw new ConnectionLost(GIVEN_UP);
    const client = new pg.Client({
      host: place.address ?? place.host,
      port: place.port,
      user: place.user,
      password: place.password,
      database,
      ssl,
      connectionTimeoutMillis: 1000 * place.connectSeconds,
      application_name: place.applicationName,
      options: place.options,
      keepAlive: true,
    });
    const connection = new PostgresConnection(client, abandon);
    try {
      await client.connect();
    } catch (cause) {
      abandon.removeEventListener("abort", connection.#breakOff);
      throw explained(cause);
    }
    return connection;
  }

  /** Runs one statement; its parameters are `$1`, `$2`, ... */
  async query(
    text: string,
    values: readonly Parameter[] = [],
  ): Promise<PostgresRow[]> {
    return (await this.#send(text, values)).rows;
  }

  /** Runs statements together, separated by semicolons. */
  async run(statements: string): Promise<void> {
    await this.#send(statements);
  }

  /** Runs one statement; returns PostgreSQL's command tag. */
  async command(text: string): Promise<string> {
    return (await this.#send(text)).command;
  }

  /** Runs statements, and sends rows to the last one, a COPY. */
  async copy(
    statements: string,
    chunks: Iterable<Uint8Array>,
  ): Promise<void> {
    const rows = this.#client.query(new RowCopy(statements, chunks));
    await this.#answer(rows.answered);
  }

  /**
   * Runs a `COPY ... TO STDOUT`; returns its rows in batches. PostgreSQL waits
   * while they are not taken. Until the last one is, the connection can do
   * nothing else.
   */
  async *copyOut<Batch>(
    statement: string,
    collector: RowCollector<Batch>,
  ): AsyncGenerator<Batch> {
    try {
      yield* this.#client.query(new CopyOut(statement, collector)).batches();
    } catch (cause) {
      throw explained(cause);
    }
  }

  /** Breaks the connection off, and ends what it does. */
  breakOff(): void {
    this.#client.connection.stream.destroy(new Error(GIVEN_UP));
  }

  /** Closes the connection in order, if it still exists. */
  async close(): Promise<void> {
    if (!this.#lost) await this.#client.end().catch(() => undefined);
    this.#abandon.removeEventListener("abort", this.#breakOff);
  }

  readonly #breakOff = (): void => this.breakOff();

  #send(
    text: string,
    values?: readonly Parameter[],
  ): Promise<QueryResult> {
    return this.#answer(this.#client.query(text, values));
  }

  async #answer<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (cause) {
      throw explained(cause);
    }
  }
}

function explained(cause: unknown): unknown {
  return sqlState(cause) === undefined ? lost(cause) : cause;
}

function lost(cause: unknown): ConnectionLost {
  return new ConnectionLost(errorText(cause), { cause });
}
