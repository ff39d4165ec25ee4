import { DatabaseSync } from "node:sqlite";

/** The table of {@linkcode makeBigDatabase}. */
export const BIG_TABLE = "app_wave";

/** Senders of a big database. */
const SENDERS = 20;
/** Rows a second of each sender. */
const RATE = 100;

/**
 * Creates a database as the server stores it, with rows of 20 senders that
 * measured 100 times a second.
 */
export function makeBigDatabase(path: string, rows: number): void {
  using database = new DatabaseSync(path);
  database.exec(`
    PRAGMA page_size = 16384;
    PRAGMA journal_mode = off;
    PRAGMA synchronous = off;
    CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
    CREATE TABLE _experiment_metadata (
      oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL,
      subject TEXT, key TEXT, value TEXT);
    CREATE TABLE ${BIG_TABLE} (
      oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL,
      level REAL, count INTEGER);
    BEGIN;
    INSERT INTO _experiment_metadata (key, value) VALUES
      ('table__experiment_metadata',
       '0 _experiment_metadata subject:string key:string value:string'),
      ('start_time', '1796000000'),
      ('table_${BIG_TABLE}', '1 ${BIG_TABLE} level:double count:int32');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
      WHERE i < ${SENDERS})
    INSERT INTO _senders SELECT printf('node-%02d', i), i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n
      WHERE i < ${rows - 1})
    INSERT INTO ${BIG_TABLE}
      SELECT i + 1, i % ${SENDERS} + 1, i / ${SENDERS} + 1,
        i / ${SENDERS} / ${RATE}.0, i / ${SENDERS} / ${RATE}.0 + 0.01,
        (i / ${SENDERS}) % 6283 / 1000.0 + i % ${SENDERS}, i % 1000 FROM n;
    COMMIT;
  `);
}
