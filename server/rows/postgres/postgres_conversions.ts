/**
 * Counts values that are stored although their texts differ, in
 * `_oml_conversions`.
 *
 * @module
 */
import {
  type ConversionRow,
  conversionRows,
  fitRows,
  joinTexts,
  MAX_CONVERSION_ROWS,
  rowName,
} from "../conversion_rows.ts";
import type { ConversionCount } from "../store.ts";
import type { PostgresConnection } from "./postgres_connection.ts";

/** The table of one database. */
export class PostgresConversions {
  readonly #connection: PostgresConnection;
  readonly #place: string;

  /** Uses the table in the schema `place`. */
  constructor(connection: PostgresConnection, place: string) {
    this.#connection = connection;
    this.#place = place;
  }

  /** Creates the table if it is missing, within a transaction. */
  async create(): Promise<void> {
    await this.#connection.query(
      `CREATE TABLE IF NOT EXISTS ${this.#place}._oml_conversions (
        oml_sender_id INT4, stream INT4, field TEXT, kind TEXT, count INT8,
        raw TEXT)`,
    );
    await this.#connection.query(
      `CREATE UNIQUE INDEX IF NOT EXISTS _oml_conversions_key
        ON ${this.#place}._oml_conversions
        (coalesce(oml_sender_id, -1), coalesce(stream, -1), field, kind)`,
    );
  }

  /** Counts conversions, within a transaction. */
  async write(counts: readonly ConversionCount[]): Promise<void> {
    if (counts.length === 0) return;
    const rows = conversionRows(counts);
    const kept = await this.#kept(rows);
    const isThere = (row: ConversionRow) => kept.has(rowName(row));
    await this.#add(fitRows(rows, isThere, await this.#room()), kept);
  }

  async #room(): Promise<number> {
    const [{ rows }] = await this.#connection.query(
      `SELECT count(*) AS rows FROM ${this.#place}._oml_conversions`,
    );
    return MAX_CONVERSION_ROWS - Number(rows);
  }

  /** Returns the texts that rows already keep, by name of the row. */
  async #kept(rows: readonly ConversionRow[]): Promise<Map<string, string>> {
    // In a common order, so that no two servers deadlock.
    const found = await this.#connection.query(
      `SELECT u.i, c.raw FROM ${this.#place}._oml_conversions AS c
        JOIN unnest($1::int4[], $2::int4[], $3::text[], $4::text[])
          WITH ORDINALITY AS u (sender, stream, field, kind, i)
        ON c.oml_sender_id = u.sender AND c.stream = u.stream
          AND c.field = u.field AND c.kind = u.kind
        ORDER BY 1 FOR UPDATE OF c`,
      keys(rows),
    );
    return new Map(found.map(({ i, raw }) => [
      rowName(rows[Number(i) - 1]),
      String(raw),
    ]));
  }

  async #add(
    rows: readonly ConversionRow[],
    kept: ReadonlyMap<string, string>,
  ): Promise<void> {
    await this.#connection.query(
      `INSERT INTO ${this.#place}._oml_conversions AS c
        (oml_sender_id, stream, field, kind, count, raw)
      SELECT * FROM unnest($1::int4[], $2::int4[], $3::text[], $4::text[],
        $5::int8[], $6::text[]) ORDER BY 1, 2, 3, 4
      ON CONFLICT
        (coalesce(oml_sender_id, -1), coalesce(stream, -1), field, kind)
      DO UPDATE SET count = c.count + excluded.count, raw = excluded.raw`,
      [
        ...keys(rows),
        rows.map(({ count }) => count),
        rows.map((row) => joinTexts(kept.get(rowName(row)) ?? "[]", row.texts)),
      ],
    );
  }
}

function keys(rows: readonly ConversionRow[]) {
  return [
    rows.map(({ senderId }) => senderId),
    rows.map(({ stream }) => stream),
    rows.map(({ field }) => field),
    rows.map(({ kind }) => kind),
  ];
}
