/**
 * Operations over one connection to an experiment's database, each in its own
 * transaction.
 *
 * @module
 */
import {
  type Found,
  type Joined,
  type Member,
  StoreError,
  type TableDefinition,
} from "../store.ts";
import type { ViewFailed } from "../view_names.ts";
import type { TargetTable } from "./copy_rows.ts";
import type {
  Parameter,
  PostgresConnection,
  PostgresRow,
} from "./postgres_connection.ts";
import { PostgresConversions } from "./postgres_conversions.ts";
import { PostgresMetadata } from "./postgres_metadata.ts";
import { PostgresRejects } from "./postgres_rejects.ts";
import { type PostgresScripts, SessionScripts } from "./postgres_scripts.ts";
import { PostgresTables } from "./postgres_tables.ts";
import { quoteName } from "./postgres_types.ts";
import { PostgresViews } from "./postgres_views.ts";

/** Key of the lock shared by servers; the bytes of "OML2". */
const LOCK = 0x4f4d4c32;

/**
 * Maximum number of tables or views created in one transaction: each one holds
 * locks, of which PostgreSQL has a limited number, and other servers wait
 * meanwhile.
 */
const MOST_TABLES = 100;

/** The same with the operator's SQL, which may make many others of each. */
const MOST_SCRIPTED_TABLES = 1;

/** What a session does about views. */
export interface SessionViews {
  /** Whether each new table gets a view. */
  readonly areMade: boolean;
  /** Called with a view that can't be changed, and why. */
  readonly failed: ViewFailed;
}

/** How a session makes a database and its tables. */
export interface SessionOptions {
  /** Name of the database. */
  readonly database: string;
  /** What is done about views. */
  readonly views: SessionViews;
  /** The operator's SQL. */
  readonly scripts?: PostgresScripts;
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
  readonly #metadata: PostgresMetadata;
  readonly #scripts: SessionScripts;

  private constructor(
    connection: PostgresConnection,
    schema: string,
    backend: Backend,
    { database, views: { areMade, failed }, scripts = {} }: SessionOptions,
  ) {
    const place = quoteName(schema);
    this.connection = connection;
    this.place = place;
    this.backend = backend;
    const names = { database, schema };
    this.#scripts = new SessionScripts(connection, scripts, names);
    this.#views = new PostgresViews(connection, { place, failed });
    this.#metadata = new PostgresMetadata(connection, place, this.#views);
    this.#tables = new PostgresTables(connection, {
      place,
      views: this.#views,
      makesViews: areMade,
      scripts: this.#scripts,
    });
  }

  /** Begins a session on a new connection. */
  static async begin(
    connection: PostgresConnection,
    options: SessionOptions,
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
    return new PostgresSession(connection, String(schema), backend, options);
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
      if (await this.#metadata.create()) await this.#scripts.databaseMade();
      const isNew = await this.#metadata.startTime() === undefined;
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
      startTime: await this.#metadata.startTime() ??
        await this.#metadata.setStart(startTime),
    }));
  }

  /**
   * Finds or creates tables; returns them in the order of their definitions.
   */
  resolve(definitions: readonly TableDefinition[]): Promise<TargetTable[]> {
    const schemas = definitions.map(({ schema }) => schema);
    return this.#alone(() => this.#tables.resolve(schemas));
  }

  /** Maximum number of tables to resolve at once. */
  get mostTables(): number {
    const { tablePath } = this.#scripts;
    return tablePath === undefined ? MOST_TABLES : MOST_SCRIPTED_TABLES;
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
}
