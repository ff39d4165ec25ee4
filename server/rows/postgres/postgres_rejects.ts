/**
 * Rejected samples in a database: `_oml_rejected` keeps the first ones,
 * `_oml_reject_counts` counts all.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type KeptRejects, roomForRejects } from "../reject_limits.ts";
import type { Reject, RejectCount } from "../store.ts";
import type { PostgresConnection } from "./postgres_connection.ts";

/** Rejected samples of one transaction. */
export interface Rejects {
  /** Samples to keep. */
  readonly rejects: readonly Reject[];
  /** Samples to count, including the kept ones. */
  readonly rejectCounts: readonly RejectCount[];
}

/** The reject tables of one database. */
export class PostgresRejects {
  readonly #connection: PostgresConnection;
  readonly #place: string;

  /** Uses the tables in the schema `place`. */
  constructor(connection: PostgresConnection, place: string) {
    this.#connection = connection;
    this.#place = place;
  }

  /** Creates the tables if they are missing, within a transaction. */
  async create(): Promise<void> {
    const place = this.#place;
    await this.#connection.query(
      `CREATE TABLE IF NOT EXISTS ${place}._oml_rejected (
        id BIGSERIAL PRIMARY KEY, oml_ts_server FLOAT8, oml_sender_id INT4,
        stream INT4, reason TEXT, raw BYTEA, length INT8)`,
    );
    await this.#connection.query(
      `CREATE TABLE IF NOT EXISTS ${place}._oml_reject_counts (
        oml_sender_id INT4, stream INT4, reason TEXT, count INT8)`,
    );
    await this.#connection.query(
      `CREATE UNIQUE INDEX IF NOT EXISTS _oml_reject_counts_key
        ON ${place}._oml_reject_counts
        (oml_sender_id, coalesce(stream, -1), reason)`,
    );
  }

  /** Returns how much is kept already. */
  async found(): Promise<KeptRejects> {
    const [row] = await this.#connection.query(
      "SELECT count(*) AS rows, coalesce(sum(length(raw)), 0) AS bytes " +
        `FROM ${this.#place}._oml_rejected`,
    );
    return { rejectRows: Number(row.rows), rejectBytes: Number(row.bytes) };
  }

  /** Stores rejected samples, within a transaction. */
  async write({ rejects, rejectCounts }: Rejects): Promise<void> {
    await this.#count(rejectCounts);
    await this.#keep(rejects.slice(0, await this.#room(rejects.length)));
  }

  /** Other servers use the same table, so there is one limit. */
  async #room(wanted: number): Promise<number> {
    return wanted === 0 ? 0 : roomForRejects(await this.found());
  }

  async #keep(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    await this.#connection.query(
      `INSERT INTO ${this.#place}._oml_rejected
        (oml_ts_server, oml_sender_id, stream, reason, raw, length)
      SELECT * FROM unnest(
        $1::float8[], $2::int4[], $3::int4[], $4::text[], $5::bytea[],
        $6::int8[])`,
      [
        rejects.map(({ arrival }) => arrival),
        rejects.map(({ senderId }) => senderId),
        rejects.map(({ stream }) => stream ?? null),
        rejects.map(({ reason }) => reason),
        rejects.map(({ raw }) => Buffer.from(raw)),
        rejects.map(({ length }) => length),
      ],
    );
  }

  async #count(counts: readonly RejectCount[]): Promise<void> {
    if (counts.length === 0) return;
    // In a common order, so that no two servers deadlock.
    await this.#connection.query(
      `INSERT INTO ${this.#place}._oml_reject_counts AS c
        (oml_sender_id, stream, reason, count)
      SELECT sender, stream, reason, sum(count)
        FROM unnest($1::int4[], $2::int4[], $3::text[], $4::int8[])
          AS u (sender, stream, reason, count)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ON CONFLICT (oml_sender_id, coalesce(stream, -1), reason)
      DO UPDATE SET count = c.count + excluded.count`,
      [
        counts.map(({ senderId }) => senderId),
        counts.map(({ stream }) => stream ?? null),
        counts.map(({ reason }) => reason),
        counts.map(({ count }) => count),
      ],
    );
  }
}
