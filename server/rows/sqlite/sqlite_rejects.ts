/**
 * Rejected samples in a database: `_oml_rejected` keeps the first ones,
 * `_oml_reject_counts` counts all.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { databaseRejects, type RejectedRow } from "../rejected_rows.ts";
import { type KeptRejects, roomForRejects } from "../reject_limits.ts";
import type { Flush } from "../store.ts";

const CREATE = `
  CREATE TABLE IF NOT EXISTS _oml_rejected (
    id INTEGER PRIMARY KEY, oml_ts_server REAL, oml_sender_id INTEGER,
    stream INTEGER, reason TEXT, raw BLOB, length INTEGER);
  CREATE TABLE IF NOT EXISTS _oml_reject_counts (
    oml_sender_id INTEGER, stream INTEGER, reason TEXT, count INTEGER);
  CREATE INDEX IF NOT EXISTS _oml_reject_counts_key ON _oml_reject_counts
    (oml_sender_id, stream, reason)`;

/** Returns the size of the reject table. */
export function countRejects(database: DatabaseSync): KeptRejects {
  const there = database.prepare(
    "SELECT 1 FROM sqlite_master WHERE name = '_oml_rejected'",
  ).get();
  if (there === undefined) return { rejectRows: 0, rejectBytes: 0 };
  const { rows, bytes } = database.prepare(
    "SELECT count(*) AS rows, total(length(raw)) AS bytes FROM _oml_rejected",
  ).get() ?? {};
  return { rejectRows: Number(rows), rejectBytes: Number(bytes) };
}

/** Stores the rejected samples of a flush, within its transaction. */
export function writeRejects(
  database: DatabaseSync,
  { rejects, rejectCounts }: Pick<Flush, "rejects" | "rejectCounts">,
): void {
  if (rejectCounts.length === 0 && rejects.length === 0) return;
  database.exec(CREATE);
  const insert = database.prepare(
    "INSERT INTO _oml_rejected (oml_ts_server, oml_sender_id, stream, " +
      "reason, raw, length) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const { arrival, senderId, stream, reason, raw, length } of rejects) {
    insert.run(arrival, senderId, stream ?? null, reason, raw, length);
  }
  const update = database.prepare(
    "UPDATE _oml_reject_counts SET count = count + ? WHERE " +
      "oml_sender_id = ? AND stream IS ? AND reason = ?",
  );
  const first = database.prepare(
    "INSERT INTO _oml_reject_counts (count, oml_sender_id, stream, reason) " +
      "VALUES (?, ?, ?, ?)",
  );
  for (const { senderId, stream, reason, count } of rejectCounts) {
    const row = [count, senderId, stream ?? null, reason];
    if (Number(update.run(...row).changes) === 0) first.run(...row);
  }
}

/** Stores rows that the database itself rejected. */
export function writeRejectedRows(
  database: DatabaseSync,
  rows: readonly RejectedRow[],
  keep: boolean,
): void {
  if (rows.length === 0) return;
  const samples = rows.map(databaseRejects);
  const room = keep ? roomForRejects(countRejects(database)) : 0;
  writeRejects(database, {
    rejects: samples.slice(0, room).map(({ kept }) => kept),
    rejectCounts: samples.map(({ counted }) => ({ ...counted, count: 1 })),
  });
}
