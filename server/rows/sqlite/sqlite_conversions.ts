/**
 * Values that are stored although their texts said something else, counted in
 * `_oml_conversions`.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  type ConversionRowKey,
  conversionRows,
  fitRows,
  joinTexts,
  MAX_CONVERSION_ROWS,
} from "../conversion_rows.ts";
import type { ConversionCount } from "../store.ts";

const CREATE = `
  CREATE TABLE IF NOT EXISTS _oml_conversions (
    oml_sender_id INTEGER, stream INTEGER, field TEXT, kind TEXT,
    count INTEGER, raw TEXT);
  CREATE INDEX IF NOT EXISTS _oml_conversions_key ON _oml_conversions
    (oml_sender_id, stream, field, kind)`;

const IS_ROW = "oml_sender_id IS ? AND stream IS ? AND field = ? AND kind = ?";

/** Stores the conversions of a flush, within its transaction. */
export function writeConversions(
  database: DatabaseSync,
  counts: readonly ConversionCount[],
): void {
  if (counts.length === 0) return;
  database.exec(CREATE);
  const select = database.prepare(
    `SELECT raw FROM _oml_conversions WHERE ${IS_ROW}`,
  );
  const kept = (key: ConversionRowKey) => {
    const row = select.get(...values(key));
    return row === undefined ? undefined : String(row.raw);
  };
  const update = database.prepare(
    "UPDATE _oml_conversions SET count = count + ?, raw = ? " +
      `WHERE ${IS_ROW}`,
  );
  const insert = database.prepare(
    "INSERT INTO _oml_conversions " +
      "(count, raw, oml_sender_id, stream, field, kind) " +
      "VALUES (?, ?, ?, ?, ?, ?)",
  );
  const isThere = (key: ConversionRowKey) => kept(key) !== undefined;
  const rows = fitRows(conversionRows(counts), isThere, room(database));
  for (const row of rows) {
    const before = kept(row);
    const write = before === undefined ? insert : update;
    write.run(row.count, joinTexts(before, row.texts), ...values(row));
  }
}

function values({ senderId, stream, field, kind }: ConversionRowKey) {
  return [senderId, stream, field, kind];
}

function room(database: DatabaseSync): number {
  const { rows } = database.prepare(
    "SELECT count(*) AS rows FROM _oml_conversions",
  ).get() ?? {};
  return MAX_CONVERSION_ROWS - Number(rows);
}
