import { Buffer } from "node:buffer";
import { serverCommand } from "../_support/runtime_command.ts";
import type { PgRow, PostgresServer } from "../_support/postgres.ts";
import type { Database, Row, Table, Value } from "./read_databases.ts";
import { TestBed } from "./test_bed.ts";

/** A test bed whose databases are in PostgreSQL. */
export class PostgresBed extends TestBed {
  readonly #postgres: PostgresServer;
  /** Databases left by another bed. */
  readonly #before: ReadonlySet<string>;

  private constructor(postgres: PostgresServer, before: string[]) {
    super(serverCommand(), postgres.args);
    this.#postgres = postgres;
    this.#before = new Set(before);
  }

  /** A bed with a shared PostgreSQL server. */
  static async make(postgres: PostgresServer): Promise<PostgresBed> {
    return new PostgresBed(postgres, await databaseNames(postgres));
  }

  override async databases(prefix: string): Promise<Map<string, Database>> {
    const found = new Map<string, Database>();
    for (const name of await databaseNames(this.#postgres)) {
      if (this.#before.has(name) || !name.startsWith(prefix)) continue;
      const file = `${name.slice(prefix.length)}.sq3`;
      found.set(file, await this.#read(name));
    }
    return found;
  }

  async countRows(database: string, table: string): Promise<number> {
    const name = database.replace(/\.sq3$/, "");
    const sql = `SELECT count(*) FROM "${table}"`;
    const [rows = 0] = await this.#postgres.column(name, sql).catch(() => []);
    return Number(rows);
  }

  /** Drops all databases that did not exist before. */
  override async remove(): Promise<void> {
    await super.remove();
    for (const name of await databaseNames(this.#postgres)) {
      if (this.#before.has(name)) continue;
      const sql = `DROP DATABASE "${name}" WITH (FORCE)`;
      await this.#postgres.query("postgres", sql);
    }
  }

  async #read(name: string): Promise<Database> {
    const client = await this.#postgres.connect(name);
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
      const { rows } = await client.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' " +
          "AND tablename !~ '^_oml'",
      );
      const tables: Record<string, Table> = {};
      for (const { tablename } of rows) {
        const table = String(tablename);
        const order = table === "_senders" ? "id" : "oml_tuple_id";
        const columns = await client.query(
          "SELECT attname, format_type(atttypid, NULL) AS type " +
            "FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 " +
            "ORDER BY attnum",
          [`"${table}"`],
        );
        const stored = await client.query(
          `SELECT * FROM "${table}" ORDER BY ${order}`,
        );
        tables[table] = toTable(columns.rows, stored.rows);
      }
      return { tables };
    } catch (error) {
      return { tables: {}, error: String(error) };
    } finally {
      await client.end();
    }
  }
}

async function databaseNames(postgres: PostgresServer): Promise<string[]> {
  const names = await postgres.column(
    "postgres",
    "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template.)$'",
  );
  return names.map(String);
}

function toTable(columns: readonly PgRow[], rows: readonly PgRow[]): Table {
  return {
    columns: columns.map(({ attname }) => String(attname)),
    rows: rows.map((row): Row =>
      columns.map(({ attname, type }) =>
        attname === "oml_ts_server" && row[String(attname)] !== null
          ? ["real", "TS"]
          : toValue(row[String(attname)], String(type))
      )
    ),
  };
}

function toValue(value: unknown, type: string): Value {
  if (value === null) return ["null"];
  if (value instanceof Uint8Array) {
    return ["blob", Buffer.from(value).toString("hex")];
  }
  switch (type) {
    case "double precision":
      return ["real", String(value).replace("Infinity", "inf").toLowerCase()];
    case "boolean":
      return ["integer", value === true ? "1" : "0"];
    case "text":
      return ["text", String(value)];
    default:
      return ["integer", String(value)];
  }
}
