/**
 * Stores experiments as databases of a PostgreSQL server, which several of our
 * servers may share.
 *
 * @module
 */
import type { Log } from "../../../shared/log.ts";
import { errorText } from "../../../shared/error_text.ts";
import type { BufferPool } from "../../../shared/buffer_pool.ts";
import { uriSegment } from "../database_uri.ts";
import { AtOnce } from "../at_once.ts";
import { Retry } from "../retry.ts";
import { type Database, type Store, StoreError } from "../store.ts";
import { logFailedView } from "../view_names.ts";
import { PostgresConnection } from "./postgres_connection.ts";
import { PostgresDatabase } from "./postgres_database.ts";
import {
  isMissingDatabase,
  isTemporary,
  isUnknownToBouncer,
  sqlState,
} from "./postgres_errors.ts";
import { placeUri, type PostgresPlace } from "./postgres_place.ts";
import type { PostgresScripts } from "./postgres_scripts.ts";
import { quoteName } from "./postgres_types.ts";

/** The oldest supported version. */
const OLDEST_VERSION = 12;

/**
 * Maximum milliseconds between two attempts while the server is unavailable.
 */
const LONGEST_PAUSE_MS = 2_000;

/** Databases that PostgreSQL itself needs. */
const RESERVED = /^(?:postgres|template[01])$/;

/** Databases for administration, the second if the first is missing. */
const MAINTENANCE = ["postgres", "template1"] as const;

const DATABASE_EXISTS = "42P04";
const UNIQUE_VIOLATION = "23505";

/**
 * Maximum number of databases opened at once: PostgreSQL creates databases one
 * by one.
 */
const MOST_OPENINGS = 8;

/** Options of the store. */
export interface PostgresStoreOptions {
  /** The PostgreSQL server. */
  readonly place: PostgresPlace;
  /** Whether rejected rows are kept, or only counted. */
  readonly keepRejects: boolean;
  /** Whether each measurement table gets a view; if unset, it does not. */
  readonly views?: boolean;
  /** The operator's SQL for new databases and tables. */
  readonly scripts?: PostgresScripts;
  /** Ends the waiting for an unavailable server, at shutdown. */
  readonly abandon: AbortSignal;
  /** Memory for batches. */
  readonly buffers: BufferPool;
}

/** The store of the PostgreSQL backend. */
export class PostgresStore implements Store {
  readonly #options: PostgresStoreOptions;
  readonly #log: Log;
  readonly #openings = new AtOnce(MOST_OPENINGS);

  /** Stores databases according to `options`. */
  constructor(options: PostgresStoreOptions, log: Log) {
    this.#options = options;
    this.#log = log;
  }

  /**
   * Checks whether the server can be reached and used.
   *
   * @throws {StoreError} with the fault and the remedy.
   */
  async check(): Promise<void> {
    const { place } = this.#options;
    const fail = (why: string, hint: string, cause?: unknown) =>
      new StoreError(`Cannot use ${placeUri(place)}: ${why}`, { hint, cause });
    const connection = await this.#maintain().catch((cause) => {
      throw cause instanceof StoreError
        ? cause
        : fail(errorText(cause), "check the --pg-* options", cause);
    });
    const [{ version, may }] = await connection.query(
      `SELECT current_setting('server_version_num')::int4 / 10000 AS version,
        rolcreatedb OR rolsuper AS may
      FROM pg_roles WHERE rolname = current_user`,
    );
    await connection.close();
    if (Number(version) < OLDEST_VERSION) {
      throw fail(
        `it is version ${version}`,
        `version ${OLDEST_VERSION} or later is required`,
      );
    }
    if (may !== true) {
      throw fail(
        `the role ${place.user} may not create databases`,
        `let a superuser run: ALTER ROLE ${quoteName(place.user)} CREATEDB`,
      );
    }
  }

  /** Opens the database of a domain, and creates it if there is none. */
  open(domain: string): Promise<Database> {
    const { place, abandon, keepRejects, views, scripts, buffers } =
      this.#options;
    if (RESERVED.test(domain)) {
      return Promise.reject(
        new StoreError(`Cannot use the domain ${domain}`, {
          hint: "PostgreSQL itself uses that database; choose another domain",
        }),
      );
    }
    return PostgresDatabase.open({
      uri: `${placeUri(place)}/${uriSegment(domain)}`,
      connect: () => this.#connect(domain),
      openings: this.#openings,
      retry: new Retry({
        domain,
        abandon,
        log: this.#log,
        isTemporary,
        longestPause: LONGEST_PAUSE_MS,
      }),
      keepRejects,
      database: domain,
      scripts,
      views: {
        areMade: views === true,
        failed: logFailedView(domain, this.#log),
      },
      buffers,
    });
  }

  /** Nothing remains to be done. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #connect(domain: string): Promise<PostgresConnection> {
    try {
      return await this.#openConnection(domain);
    } catch (error) {
      if (isUnknownToBouncer(error)) {
        throw new StoreError(
          `Cannot use the database of ${domain}: ${errorText(error)}; add a ` +
            "line for all databases to PgBouncer's configuration, `* = host=...`",
          { cause: error },
        );
      }
      if (!isMissingDatabase(error)) throw error;
      await this.#create(domain);
      return await this.#openConnection(domain);
    }
  }

  #openConnection(database: string): Promise<PostgresConnection> {
    const { place, abandon } = this.#options;
    return PostgresConnection.open(place, database, abandon);
  }

  async #create(domain: string): Promise<void> {
    const connection = await this.#maintain();
    try {
      await connection.query(
        `CREATE DATABASE ${quoteName(domain)} TEMPLATE template0 ` +
          "ENCODING 'UTF8'",
      );
    } catch (error) {
      // Another server was faster.
      const state = sqlState(error);
      if (state !== DATABASE_EXISTS && state !== UNIQUE_VIOLATION) throw error;
    } finally {
      await connection.close();
    }
  }

  /** Opens a connection to a database that every PostgreSQL server has. */
  async #maintain(): Promise<PostgresConnection> {
    const [first, second] = MAINTENANCE;
    try {
      return await this.#openConnection(first);
    } catch (error) {
      if (!isMissingDatabase(error)) throw error;
      return await this.#openConnection(second);
    }
  }
}
