import { copyFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const CREATE = `
  CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
  CREATE TABLE _experiment_metadata (oml_tuple_id INTEGER PRIMARY KEY,
    oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
    oml_ts_server REAL, "subject" TEXT, "key" TEXT, "value" TEXT);
  INSERT INTO _senders VALUES ('n1', 1);
  INSERT INTO _experiment_metadata (key, value)
    VALUES ('start_time', '1000'), ('table_app_m', '1 app_m n:int32');
  CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
    oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, "n" INTEGER)`;

/** Creates a database of an experiment, and leaves it open. */
export function createDatabase(
  path: string,
  journal: "wal" | "delete",
): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = ${journal}; ${CREATE}`);
  return database;
}

/** Adds rows `from` up to `to` to `app_m`, in one transaction. */
export function addRows(
  database: DatabaseSync,
  from: number,
  to: number,
): void {
  database.exec("BEGIN");
  insertRows(database, from, to);
  database.exec("COMMIT");
}

/** The same within a transaction. */
export function insertRows(
  database: DatabaseSync,
  from: number,
  to: number,
): void {
  const insert = database.prepare(
    "INSERT INTO app_m (oml_sender_id, oml_seq, oml_ts_client, " +
      "oml_ts_server, n) VALUES (1, ?, ?, ?, ?)",
  );
  for (let i = from; i < to; i++) insert.run(i, i, i, i);
}

/** Copies a database in use with some of its side files, as a crash leaves it. */
export function copyDatabase(
  from: string,
  to: string,
  ends: readonly string[],
): void {
  for (const end of ["", ...ends]) copyFileSync(from + end, to + end);
}
