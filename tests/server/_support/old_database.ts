/** The database of oml2-server 2.11 after two clients of one experiment. */
export const OLD_SERVERS_DATABASE = `
CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
CREATE TABLE "_experiment_metadata" (
  oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER, oml_seq INTEGER,
  oml_ts_client REAL, oml_ts_server REAL,
  "subject" TEXT, "key" TEXT, "value" TEXT);
INSERT INTO "_experiment_metadata" ("key", "value") VALUES
  ('table__experiment_metadata',
   '0 _experiment_metadata subject:string key:string value:string'),
  ('start_time', '1000'),
  ('table_app_m', '1 app_m a:int32');
INSERT INTO _senders VALUES ('s1', 1), ('s2', 2);
CREATE TABLE "app_m" (
  oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER, oml_seq INTEGER,
  oml_ts_client REAL, oml_ts_server REAL, "a" INTEGER);
INSERT INTO "app_m" (oml_sender_id, oml_seq, oml_ts_client, oml_ts_server, "a")
  VALUES (1, 1, 1.5, 1.75, 42), (2, 1, 2.0, 2.25, 43);
`;

/**
 * The database of oml2-server 2.7 to 2.9: metadata without subjects and without
 * descriptions of the measurement tables, whose rows have no ids.
 */
export const OLDER_SERVERS_DATABASE = `
PRAGMA page_size = 1024;
CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
INSERT INTO _experiment_metadata VALUES ('start_time', '1349000000');
CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
INSERT INTO _senders VALUES ('n1', 1);
CREATE TABLE "gen_lin" (oml_sender_id INTEGER, oml_seq INTEGER,
  oml_ts_client REAL, oml_ts_server REAL, "label" TEXT,
  "seq_no" UNSIGNED INTEGER);
INSERT INTO "gen_lin" VALUES
  (1, 1, 0.5, 446959100.792857, 'sample', 1),
  (1, 2, 1.5, 446959100.792867, 'sample', 2);
CREATE TABLE "gen_all" (oml_sender_id INTEGER, oml_seq INTEGER,
  oml_ts_client REAL, oml_ts_server REAL, "a" INTEGER, "b" BIGINT,
  "c" UNSIGNED BIGINT, "d" REAL, "e" BLOB);
`;
