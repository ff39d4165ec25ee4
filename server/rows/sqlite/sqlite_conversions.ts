/**
 * Counts values that are stored although their texts differ, in
 * `_oml_conversions`.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { KEPT_TEXTS } from "../../batches/conversion_counter.ts";
import {
  type ConversionRow,
  type ConversionRowKey,
  conversionRows,
  fitRows,
  joinTexts,
  MAX_CONVERSION_ROWS,
  rowName,
} from "../conversion_rows.ts";
import type { ConversionCount } from "../store.ts";

const CREATE = `
  CREATE TABLE IF NOT EXISTS _oml_conversions (
    oml_sender_id INTEGER, stream INTEGER, field TEXT, kind TEXT,
    count INTEGER, raw TEXT);
  CREATE INDEX IF NOT EXISTS _oml_conversions_key ON _oml_conversions
    (oml_sender_id, stream, field, kind)`;

const IS_ROW = "oml_sender_id IS ? AND stream IS ? AND field = ? AND kind = ?";

/** The table of one database, written exclusively. */
export class SqliteConversions {
  readonly #database: DatabaseSync;
  /** Number of texts kept by each row, as far as known. */
  #kept: Map<string, number> | undefined;

  /** The table is created on demand. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Counts the conversions of a flush, within its transaction. */
  write(counts: readonly ConversionCount[]): void {
    if (counts.length === 0) return;
    const kept = this.#kept ??= this.#read();
    const isThere = (key: ConversionRowKey) => kept.has(rowName(key));
    const room = MAX_CONVERSION_ROWS - kept.size;
    const add = this.#adder(kept);
    fitRows(conversionRows(counts), isThere, room).forEach(add);
  }

  /** The transaction was rolled back: the table must be read again. */
  forget(): void {
    this.#kept = undefined;
  }

  #read(): Map<string, number> {
    this.#database.exec(CREATE);
    const rows = this.#database.prepare(
      "SELECT oml_sender_id AS senderId, stream, field, kind, " +
        "json_array_length(raw) AS texts FROM _oml_conversions",
    ).all();
    return new Map(rows.map(({ senderId, stream, field, kind, texts }) => [
      rowName({ senderId, stream, field, kind }),
      Number(texts),
    ]));
  }

  /**
   * Returns a function that adds to a row; most rows already keep all their
   * texts.
   */
  #adder(kept: Map<string, number>): (row: ConversionRow) => void {
    const database = this.#database;
    const count = database.prepare(
      `UPDATE _oml_conversions SET count = count + ? WHERE ${IS_ROW}`,
    );
    const select = database.prepare(
      `SELECT raw FROM _oml_conversions WHERE ${IS_ROW}`,
    );
    const keep = database.prepare(
      `UPDATE _oml_conversions SET raw = ? WHERE ${IS_ROW}`,
    );
    const insert = database.prepare(
      "INSERT INTO _oml_conversions " +
        "(count, raw, oml_sender_id, stream, field, kind) " +
        "VALUES (?, ?, ?, ?, ?, ?)",
    );
    return (row) => {
      const key = [row.senderId, row.stream, row.field, row.kind];
      const name = rowName(row);
      const texts = kept.get(name);
      if (texts === undefined) {
        insert.run(row.count, joinTexts("[]", row.texts), ...key);
      } else {
        count.run(row.count, ...key);
        if (texts === KEPT_TEXTS || row.texts.length === 0) return;
        const before = String(select.get(...key)?.raw ?? "[]");
        keep.run(joinTexts(before, row.texts), ...key);
      }
      const more = (texts ?? 0) + row.texts.length;
      kept.set(name, Math.min(more, KEPT_TEXTS));
    };
  }
}
