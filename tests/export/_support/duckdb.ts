import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A row as values of JavaScript, by column name. */
export type DuckRow = Record<string, unknown>;

/** DuckDB, which reads files by itself. */
export class DuckDb implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Opens a database in memory. */
  static async open(): Promise<DuckDb> {
    const instance = await DuckDBInstance.create(":memory:");
    return new DuckDb(instance, await instance.connect());
  }

  /** The rows of a query; lists are arrays, and blobs are `Uint8Array`s. */
  async query(sql: string): Promise<DuckRow[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRowObjectsJS();
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
