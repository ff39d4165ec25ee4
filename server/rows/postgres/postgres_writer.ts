/**
 * Stores batches in transactions that can be asked about: each one counts in
 * the writer's own row of `_oml_progress`.
 *
 * That row, and not `pg_xact_status`, tells whether a COMMIT without an answer
 * took place. PostgreSQL gives the number of a transaction that a crash has
 * undone to another one, and then calls it committed.
 *
 * @module
 */
import { copyRows, type RefusedRow, type TargetTable } from "./copy_rows.ts";
import { PostgresRejects, type Rejects } from "./postgres_rejects.ts";
import type { PostgresSession } from "./postgres_session.ts";
import type { EncodedRows } from "./row_encoder.ts";

/** What is stored in one transaction. */
export interface Batch {
  /** Counts the writer's transactions. */
  readonly number: number;
  /** Rows by table. */
  readonly rows: readonly BatchRows[];
  /** Refused samples; those found meanwhile come to them. */
  rejects(refused: readonly RefusedIn[]): Rejects;
}

/** Rows of one table. */
export interface BatchRows {
  /** The table. */
  readonly target: TargetTable;
  /** The rows. */
  readonly rows: EncodedRows;
}

/** A row that the database refused, and for which table it was. */
export interface RefusedIn {
  /** The table. */
  readonly target: TargetTable;
  /** The row. */
  readonly refused: RefusedRow;
}

/** Writes over one session. */
export class PostgresWriter {
  readonly #session: PostgresSession;
  readonly #progress: string;
  readonly #id: string;

  /** `id` is a uuid that the writer keeps over all its sessions. */
  constructor(session: PostgresSession, id: string) {
    this.#session = session;
    this.#progress = `${session.place}._oml_progress`;
    this.#id = id;
  }

  /** Makes the writer's row, once, before its first transaction. */
  async begin(): Promise<void> {
    await this.#session.connection.query(
      `INSERT INTO ${this.#progress} (stream, "offset") VALUES ($1, 0)
        ON CONFLICT DO NOTHING`,
      [this.#id],
    );
  }

  /** Takes the writer's row away. */
  async end(): Promise<void> {
    await this.#session.connection.query(
      `DELETE FROM ${this.#progress} WHERE stream = $1`,
      [this.#id],
    );
  }

  /** Whether that transaction took place; waits while it is under way. */
  async committed(number: number): Promise<boolean> {
    const [row] = await this.#session.connection.query(
      `SELECT "offset" FROM ${this.#progress} WHERE stream = $1 FOR UPDATE`,
      [this.#id],
    );
    return row !== undefined && Number(row.offset) >= number;
  }

  /** Stores a batch; calls `committing` before it is too late to go back. */
  async write(batch: Batch, committing: () => void): Promise<void> {
    const { connection, place } = this.#session;
    await connection.query("BEGIN");
    // A constraint that waits for the COMMIT would take good rows with it.
    await connection.query("SET CONSTRAINTS ALL IMMEDIATE");
    await connection.query(
      `UPDATE ${this.#progress} SET "offset" = $2 WHERE stream = $1`,
      [this.#id, batch.number],
    );
    const refused: RefusedIn[] = [];
    for (const { target, rows } of batch.rows) {
      for (const one of await copyRows(connection, target, rows)) {
        refused.push({ target, refused: one });
      }
    }
    const rejects = new PostgresRejects(connection, place);
    await rejects.write(batch.rejects(refused));
    committing();
    const done = await connection.command("COMMIT");
    if (done !== "COMMIT") throw new Error(`COMMIT was answered by ${done}`);
  }
}
