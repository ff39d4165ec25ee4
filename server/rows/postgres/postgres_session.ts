/**
 * Operations over one connection to an experiment's database, each in its own
 * transaction.
 *
 * @module
 */
import { METADATA_SCHEMA } from "../../../codec/values/schema.ts";
import {
  type Found,
  type Joined,
  type Member,
  StoreError,
  type TableDefinition,
} from "../store.ts";
import { describeTable } from "../table_names.ts";
import type { ViewFailed } from "../view_names.ts";
import type { TargetTable } from "./copy_rows.ts";
import type {
  Parameter,
  PostgresConnection,
  PostgresRow,
} from "./postgres_connection.ts";
import { PostgresConversions } from "./postgres_conversions.ts";
import { PostgresRejects } from "./postgres_rejects.ts";
import { createTableSql, PostgresTables } from "./postgres_tables.ts";
import { quoteName } from "./postgres_types.ts";
import { PostgresViews } from "./postgres_views.ts";

/** Key of the lock shared by servers; the bytes of "OML2". */
const LOCK = 0x4f4d4c32;

/** The columns of metadata of oml2-server 2.9 and older. */
const OLD_METADATA = "key,value";

/**
 * Maximum number of tables or views created in one transaction: each one holds
 * locks, of which PostgreSQL has a limited number, and other servers wait
 * meanwhile.
 */
export const MOST_TABLES = 100;

/** What a session does about views. */
export interface SessionViews {
  /** Whether each new table gets a view. */
  readonly areMade: boolean;
  /** Called with a view that can't be changed, and why. */
  readonly failed: ViewFailed;
}

/** Identifies the PostgreSQL process that serves one connection. */
export interface Backend {
  /** Its process id, which may be reused. */
  readonly pid: number;
  /** When it started. */
  readonly since: string;
}

/** A session with one database. */
export class PostgresSession {
  /** The connection. */
  readonly connection: PostgresConnection;
  /** The PostgreSQL schema of the tables; quoted. */
  readonly place: string;
  /** The server process of the connection. */
  readonly backend: Backend;
  readonly #tables: PostgresTables;
  readonly #views: PostgresViews;

  private constructor(
    connection: PostgresConnection,
    place: string,
    backend: Backend,
    { areMade, failed }: SessionViews,
  ) {
    this.connection = connection;
    this.place = place;
    this.backend = backend;
    const views = new PostgresViews(connection, { place, failed });
    this.#views = views;
    this.#tables = new PostgresTables(connection, {
      place,
      views,
      makesViews: areMade,
    });
  }

  /** Begins a session on a new connection. */
  static async begin(
    connection: PostgresConnection,
    views: SessionViews,
  ): Promise<PostgresSession> {
    const [{ schema, pid, since }] = await connection.query(
      // Acknowledged data must be on disk.
      `SELECT current_schema() AS schema, pid, backend_start::text AS since,
        CASE current_setting('synchronous_commit') WHEN 'off'
        THEN set_config('synchronous_commit', 'on', false) END
      FROM pg_stat_activity WHERE pid = pg_backend_pid()`,
    );
    if (schema === null) {
      throw new StoreError("There is no schema for tables", {
        hint: "check the role's search_path",
      });
    }
    const backend = { pid: Number(pid), since: String(since) };
    return new PostgresSession(
      connection,
      quoteName(String(schema)),
      backend,
      views,
    );
  }

  /**
   * Terminates the server process of a former connection, if it has not noticed
   * the loss.
   */
  async end({ pid, since }: Backend): Promise<void> {
    await this.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid = $1 AND backend_start = $2::timestamptz`,
      [pid, since],
    );
  }

  /**
   * Creates the tables that every experiment has; returns the contents found.
   */
  prepare(): Promise<Found> {
    return this.#alone(async () => {
      const rejects = new PostgresRejects(this.connection, this.place);
      await rejects.create();
      await new PostgresConversions(this.connection, this.place).create();
      await this.query(
        `CREATE TABLE IF NOT EXISTS ${this.place}._senders
          (name TEXT PRIMARY KEY, id INT4 UNIQUE)`,
      );
      await this.query(
        `CREATE TABLE IF NOT EXISTS ${this.place}._oml_progress
          (stream TEXT PRIMARY KEY, "offset" INT8, redefined INT8, writer TEXT)`,
      );
      await this.#createMetadata();
      const isNew = await this.#startTime() === undefined;
      const tables = await this.#tables.all();
      return { isNew, ...await rejects.found(), tables };
    });
  }

  /**
   * Creates the views that are missing, and replaces those whose tables have
   * changed. Returns the names of all views that there are then.
   */
  async makeViews(): Promise<string[]> {
    const outdated = await this.#alone(() => this.#views.findOutdated());
    for (let i = 0; i < outdated.length; i += MOST_TABLES) {
      const some = outdated.slice(i, i + MOST_TABLES);
      await this.#alone(() => this.#views.renew(some));
    }
    return await this.#views.list();
  }

  /** Drops the views; returns the names of those that are gone. */
  dropViews(): Promise<string[]> {
    return this.#alone(() => this.#views.drop());
  }

  /** See `Database.join`. */
  join({ sender, startTime }: Member): Promise<Joined> {
    return this.#alone(async () => ({
      senderId: sender === undefined ? 0 : await this.#senderId(sender),
      startTime: await this.#startTime() ?? await this.#setStart(startTime),
    }));
  }

  /**
   * Finds or creates tables; returns them in the order of their definitions.
   */
  resolve(definitions: readonly TableDefinition[]): Promise<TargetTable[]> {
    const schemas = definitions.map(({ schema }) => schema);
    return this.#alone(() => this.#tables.resolve(schemas));
  }

  /** Runs one statement. */
  query(
    text: string,
    values: readonly Parameter[] = [],
  ): Promise<PostgresRow[]> {
    return this.connection.query(text, values);
  }

  /** Runs `work` in a transaction while no other server is in one. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    await this.query("BEGIN");
    await this.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    const result = await work();
    await this.query("COMMIT");
    return result;
  }

  async #createMetadata(): Promise<void> {
    const table = `${this.place}.${METADATA_SCHEMA.name}`;
    const columns = (await this.#columnNames(table)).join();
    if (columns === OLD_METADATA) await this.#renewMetadata(table);
    if (columns === "") await this.#makeMetadata(table);
  }

  async #makeMetadata(table: string): Promise<void> {
    const { name } = METADATA_SCHEMA;
    await this.query(createTableSql(table, METADATA_SCHEMA));
    // The server's own rows are few, but clients' metadata may be millions.
    await this.query(
      `CREATE INDEX ON ${table} (key) WHERE oml_sender_id IS NULL`,
    );
    await this.#insertMetadata(...describeTable(name, METADATA_SCHEMA));
  }

  /** Adds the newer columns to an old server's metadata, which views use. */
  async #renewMetadata(table: string): Promise<void> {
    const old = "_oml_old_metadata";
    const views = await this.#views.drop();
    await this.query(`ALTER TABLE ${table} RENAME TO ${old}`);
    await this.#makeMetadata(table);
    await this.query(
      `INSERT INTO ${table} (key, value)
        SELECT key, value FROM ${this.place}.${old}`,
    );
    await this.query(`DROP TABLE ${this.place}.${old}`);
    if (views.length === 0) return;
    await this.#views.renew(await this.#views.findOutdated());
  }

  /** Returns the columns of a table, in order; none if it does not exist. */
  async #columnNames(table: string): Promise<string[]> {
    const rows = await this.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1)
        AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table],
    );
    return rows.map(({ attname }) => String(attname));
  }

  async #senderId(name: string): Promise<number> {
    // PostgreSQL can't store NUL in a text.
    const text = name.replaceAll("\0", "\ufffd");
    const [known] = await this.query(
      `SELECT id FROM ${this.place}._senders WHERE name = $1`,
      [text],
    );
    if (known !== undefined) return Number(known.id);
    const [{ id }] = await this.query(
      `INSERT INTO ${this.place}._senders (name, id) SELECT $1,
        coalesce(max(id), 0) + 1 FROM ${this.place}._senders RETURNING id`,
      [text],
    );
    return Number(id);
  }

  async #startTime(): Promise<number | undefined> {
    const [row] = await this.query(
      `SELECT value FROM ${this.place}._experiment_metadata
        WHERE key = 'start_time' AND oml_sender_id IS NULL
        ORDER BY oml_tuple_id LIMIT 1`,
    );
    return row === undefined ? undefined : Math.floor(Number(row.value));
  }

  async #setStart(seconds: number | undefined): Promise<number | undefined> {
    if (seconds === undefined) return undefined;
    const start = Math.floor(seconds);
    await this.#insertMetadata("start_time", String(start));
    return start;
  }

  async #insertMetadata(key: string, value: string): Promise<void> {
    await this.query(
      `INSERT INTO ${this.place}._experiment_metadata (key, value)
        VALUES ($1, $2)`,
      [key, value],
    );
  }
}
