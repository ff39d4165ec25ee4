import type { PostgresScripts } from "../../server/rows/postgres/postgres_scripts.ts";
import { contribScripts, contribSql } from "./contrib_sql.ts";
import { type PgRow, PostgresServer } from "./postgres.ts";

/** The database of all experiments on each shard. */
const DATABASE = "oml_shard";

const SHARDS = [1, 2, 3];

/**
 * A PostgreSQL server and three others as its shards, as `contrib/postgresql`
 * sets them up; gone with its scope.
 */
export class ShardedPostgres implements AsyncDisposable {
  /** The server that clients of PostgreSQL use. */
  readonly coordinator: PostgresServer;
  /** The shards, in their order. */
  readonly shards: readonly PostgresServer[];

  private constructor(
    coordinator: PostgresServer,
    shards: readonly PostgresServer[],
  ) {
    this.coordinator = coordinator;
    this.shards = shards;
  }

  /** Starts all of them, one by one, with additional settings. */
  static async start(...settings: string[]): Promise<ShardedPostgres> {
    const coordinator = await PostgresServer.start(...settings);
    const shards: PostgresServer[] = [];
    for (const _ of SHARDS) {
      const shard = await PostgresServer.start(...settings);
      await shard.query("postgres", `CREATE DATABASE ${DATABASE}`);
      await shard.query(DATABASE, contribSql("shard.sql"));
      shards.push(shard);
    }
    return new ShardedPostgres(coordinator, shards);
  }

  /** The files of `contrib/postgresql`, with the addresses of the shards. */
  get scripts(): PostgresScripts {
    return contribScripts("shards", (sql) => this.edit(sql));
  }

  /** Replaces the addresses and the role in a file by those of the shards. */
  edit(sql: string): string {
    return SHARDS.reduce((edited, n) => {
      const { host, port } = this.shards[n - 1];
      const address = `host 'shard${n}.lab', port '5432'`;
      return edited.replaceAll(address, `host '${host}', port '${port}'`);
    }, sql.replaceAll("user 'oml'", `user '${this.coordinator.admin}'`));
  }

  /** The rows that a statement returns on each shard. */
  onEach(sql: string): Promise<PgRow[][]> {
    return Promise.all(this.shards.map((shard) => shard.query(DATABASE, sql)));
  }

  /** The rows that a statement returns on a shard. */
  on(shard: number, sql: string): Promise<PgRow[]> {
    return this.shards[shard].query(DATABASE, sql);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [this.coordinator, ...this.shards];
    await Promise.all(all.map((server) => server[Symbol.asyncDispose]()));
  }
}
