/**
 * The table of metadata in a database: the server's own entries.
 *
 * @module
 */
import { METADATA_SCHEMA } from "../../../codec/values/schema.ts";
import { describeTable } from "../table_names.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import { createTableSql } from "./postgres_tables.ts";
import type { PostgresViews } from "./postgres_views.ts";

/** The columns of metadata of oml2-server 2.9 and older. */
const OLD_METADATA = "key,value";

/** The metadata of one database, within transactions of the caller. */
export class PostgresMetadata {
  readonly #connection: PostgresConnection;
  readonly #place: string;
  readonly #views: PostgresViews;

  /** Uses the table in the schema `place`, which is quoted. */
  constructor(
    connection: PostgresConnection,
    place: string,
    views: PostgresViews,
  ) {
    this.#connection = connection;
    this.#place = place;
    this.#views = views;
  }

  /** Creates the table, or renews an old one; returns whether there was none. */
  async create(): Promise<boolean> {
    const table = `${this.#place}.${METADATA_SCHEMA.name}`;
    const columns = (await this.#columnNames(table)).join();
    if (columns === OLD_METADATA) await this.#renewMetadata(table);
    if (columns !== "") return false;
    await this.#makeMetadata(table);
    return true;
  }

  async #makeMetadata(table: string): Promise<void> {
    const { name } = METADATA_SCHEMA;
    await this.#connection.query(createTableSql(table, METADATA_SCHEMA));
    // The server's own rows are few, but clients' metadata may be millions.
    await this.#connection.query(
      `CREATE INDEX ON ${table} (key) WHERE oml_sender_id IS NULL`,
    );
    await this.#insertMetadata(...describeTable(name, METADATA_SCHEMA));
  }

  /** Adds the newer columns to an old server's metadata, which views use. */
  async #renewMetadata(table: string): Promise<void> {
    const old = "_oml_old_metadata";
    const views = await this.#views.drop();
    await this.#connection.query(`ALTER TABLE ${table} RENAME TO ${old}`);
    await this.#makeMetadata(table);
    await this.#connection.query(
      `INSERT INTO ${table} (key, value)
        SELECT key, value FROM ${this.#place}.${old}`,
    );
    await this.#connection.query(`DROP TABLE ${this.#place}.${old}`);
    if (views.length === 0) return;
    await this.#views.renew(await this.#views.findOutdated());
  }

  /** Returns the columns of a table, in order; none if it does not exist. */
  async #columnNames(table: string): Promise<string[]> {
    const rows = await this.#connection.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1)
        AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table],
    );
    return rows.map(({ attname }) => String(attname));
  }

  /** The experiment's start, whole UNIX seconds, if any client gave one. */
  async startTime(): Promise<number | undefined> {
    const [row] = await this.#connection.query(
      `SELECT value FROM ${this.#place}._experiment_metadata
        WHERE key = 'start_time' AND oml_sender_id IS NULL
        ORDER BY oml_tuple_id LIMIT 1`,
    );
    return row === undefined ? undefined : Math.floor(Number(row.value));
  }

  /** Sets the start, if there is one; returns it. */
  async setStart(seconds: number | undefined): Promise<number | undefined> {
    if (seconds === undefined) return undefined;
    const start = Math.floor(seconds);
    await this.#insertMetadata("start_time", String(start));
    return start;
  }

  async #insertMetadata(key: string, value: string): Promise<void> {
    await this.#connection.query(
      `INSERT INTO ${this.#place}._experiment_metadata (key, value)
        VALUES ($1, $2)`,
      [key, value],
    );
  }
}
