/**
 * Progress of streams, in `_oml_progress`: the resumable ones of clients, and
 * one of this server's own, which counts its transactions.
 *
 * That count, and not `pg_xact_status`, determines whether a COMMIT without an
 * answer took place. PostgreSQL reuses the number of a transaction undone by a
 * crash, and then reports it as committed.
 *
 * @module
 */
import type { Progress } from "../store.ts";
import type { PostgresSession } from "./postgres_session.ts";

/** The rows of one writer in the table of one database. */
export class PostgresProgress {
  readonly #session: PostgresSession;
  readonly #table: string;
  readonly #writer: string;

  /** `writer` identifies the writer over all its sessions. */
  constructor(session: PostgresSession, writer: string) {
    this.#session = session;
    this.#table = `${session.place}._oml_progress`;
    this.#writer = writer;
  }

  /** Creates the writer's own row, before its first transaction. */
  async begin(): Promise<void> {
    await this.#session.query(
      `INSERT INTO ${this.#table} (stream, "offset") VALUES ($1, 0)
        ON CONFLICT DO NOTHING`,
      [this.#writer],
    );
  }

  /** Deletes the writer's own row. */
  async end(): Promise<void> {
    await this.#session.query(
      `DELETE FROM ${this.#table} WHERE stream = $1`,
      [this.#writer],
    );
  }

  /**
   * Returns the statement that counts a transaction, to be run within it. It
   * has no parameters, so it can be sent with others; nothing in it comes from
   * a client.
   */
  countSql(transaction: number): string {
    return `UPDATE ${this.#table} SET "offset" = ${transaction} ` +
      `WHERE stream = '${this.#writer}'`;
  }

  /**
   * Returns whether that transaction took place; waits while it is in progress.
   */
  async counted(transaction: number): Promise<boolean> {
    const [row] = await this.#session.query(
      `SELECT "offset" FROM ${this.#table} WHERE stream = $1 FOR UPDATE`,
      [this.#writer],
    );
    return row !== undefined && Number(row.offset) >= transaction;
  }

  /**
   * Takes a stream over from another server, after that one's pending commit.
   * Returns the progress of the stream, if any.
   */
  async claim(stream: string): Promise<Progress | undefined> {
    const [{ offset, redefined }] = await this.#session.query(
      `INSERT INTO ${this.#table} AS p (stream, writer) VALUES ($1, $2)
        ON CONFLICT (stream) DO UPDATE SET writer = excluded.writer
        RETURNING p."offset", p.redefined`,
      [stream, this.#writer],
    );
    return offset === null
      ? undefined
      : { stream, offset: Number(offset), redefined: Number(redefined) };
  }

  /**
   * Returns the progress of all streams whose names begin with `prefix`, which
   * stay with their servers.
   */
  async find(prefix: string): Promise<Progress[]> {
    const rows = await this.#session.query(
      `SELECT stream, "offset", redefined FROM ${this.#table}
        WHERE starts_with(stream, $1) AND redefined IS NOT NULL`,
      [prefix],
    );
    return rows.map(({ stream, offset, redefined }) => ({
      stream: String(stream),
      offset: Number(offset),
      redefined: Number(redefined),
    }));
  }

  /**
   * Prevents other servers from taking streams over until the transaction ends.
   * Returns those that they have already taken over.
   */
  async hold(streams: readonly string[]): Promise<string[]> {
    if (streams.length === 0) return [];
    const rows = await this.#session.query(
      `SELECT stream FROM ${this.#table}
        WHERE stream = ANY ($1) AND writer = $2 ORDER BY stream FOR UPDATE`,
      [streams, this.#writer],
    );
    const held = new Set(rows.map(({ stream }) => String(stream)));
    return streams.filter((stream) => !held.has(stream));
  }

  /** Stores the progress of streams, within the transaction of their rows. */
  async write(progress: readonly Progress[]): Promise<void> {
    for (const { stream, offset, redefined } of progress) {
      await this.#session.query(
        `UPDATE ${this.#table} SET "offset" = $2, redefined = $3
          WHERE stream = $1`,
        [stream, offset, redefined],
      );
    }
  }
}
