/**
 * Progress of resumable streams, in `_oml_progress`.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Progress } from "../store.ts";

const CREATE = `CREATE TABLE IF NOT EXISTS _oml_progress (
  stream TEXT PRIMARY KEY, "offset" INTEGER, redefined INTEGER)`;

/** Returns the progress of a stream; `undefined` if nothing of it is stored. */
export function readProgress(
  database: DatabaseSync,
  stream: string,
): Progress | undefined {
  return select(database, "stream = ?", stream).at(0);
}

/** Returns the progress of all streams whose names begin with `prefix`. */
export function findProgress(
  database: DatabaseSync,
  prefix: string,
): Progress[] {
  return select(database, "substr(stream, 1, length(?1)) = ?1", prefix);
}

function select(
  database: DatabaseSync,
  condition: string,
  value: string,
): Progress[] {
  const there = database.prepare(
    "SELECT 1 FROM sqlite_master WHERE name = '_oml_progress'",
  ).get();
  if (there === undefined) return [];
  const rows = database.prepare(
    `SELECT stream, "offset", redefined FROM _oml_progress WHERE ${condition}`,
  ).all(value);
  return rows.map(({ stream, offset, redefined }) => ({
    stream: String(stream),
    offset: Number(offset),
    redefined: Number(redefined),
  }));
}

/** Stores the progress of streams, within the transaction of their rows. */
export function writeProgress(
  database: DatabaseSync,
  progress: readonly Progress[],
): void {
  if (progress.length === 0) return;
  database.exec(CREATE);
  const insert = database.prepare(
    'INSERT OR REPLACE INTO _oml_progress (stream, "offset", redefined) ' +
      "VALUES (?, ?, ?)",
  );
  for (const { stream, offset, redefined } of progress) {
    insert.run(stream, offset, redefined);
  }
}
