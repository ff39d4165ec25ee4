import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { PostgresServer } from "../_support/postgres.ts";
import { test } from "../_support/postgres_tests.ts";
import { runProgram } from "../_support/run_command.ts";
import { oml2Command } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const NAME = "large";

/** `OML_LONG` selects the full size. */
const TUPLES = process.env.OML_LONG ? 1_000_000 : 20_000;

/** Seconds that each step may take. */
const PATIENCE = process.env.OML_LONG ? 300 : 60;

/** Creates a database of 20 senders, as a server lays it out. */
function createDatabase(path: string): void {
  using database = new DatabaseSync(path);
  const shape = `oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
    oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL`;
  database.exec(`
    PRAGMA synchronous = OFF;
    BEGIN;
    CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
    CREATE TABLE _experiment_metadata (${shape}, "subject" TEXT, "key" TEXT,
      "value" TEXT);
    INSERT INTO _experiment_metadata (key, value) VALUES
      ('table__experiment_metadata',
        '_experiment_metadata subject:string key:string value:string'),
      ('start_time', '1700000000'),
      ('table_app_m', '1 app_m value:double n:uint64 host:string');
    CREATE TABLE app_m (${shape}, "value" REAL, "n" UNSIGNED BIGINT,
      "host" TEXT);
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20)
    INSERT INTO _senders SELECT 'node' || i, i FROM c;
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${TUPLES})
    INSERT INTO app_m SELECT i, i % 20 + 1, i / 20, i * 0.001 - 0.01, i * 0.001,
      i % 997 / 7.0, -i, 'hôst' || i % 50 FROM c;
    COMMIT`);
}

/** Runs `oml2` without a fault; returns what it prints. */
async function succeed(...args: readonly string[]): Promise<string> {
  const command = [...oml2Command(), ...args];
  const { status, stdout, stderr } = await runProgram(command, PATIENCE);
  assert.equal(status, 0, `oml2 ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

test(`${TUPLES} tuples are the same after export and import into PostgreSQL, and back`, async () => {
  const root = makeTempDir();
  try {
    await using postgres = await PostgresServer.start();
    const { admin, host, port } = postgres;
    const original = join(root, `${NAME}.sq3`);
    createDatabase(original);
    const uri = `postgresql://${admin}@${host}:${port}/${NAME}`;
    const back = join(root, "back");
    mkdirSync(back);
    const move = async (source: string, ...target: readonly string[]) => {
      const file = join(root, `${NAME}.oml`);
      const how = ["--format", "omsp", "--arrivals", "--force"];
      await succeed("export", source, ...how, "--to", file);
      await succeed("import", file, ...target);
    };
    const isSame = async (source: string) => {
      const stdout = await succeed("verify", original, source);
      const tuples = TUPLES.toLocaleString("en");
      const text = `: the same, 1 table with ${tuples} tuples\n`;
      assert.ok(stdout.includes(text), stdout);
    };
    await move(original, ...postgres.args);
    await isSame(uri);
    await move(uri, "-D", back);
    await isSame(join(back, `${NAME}.sq3`));
  } finally {
    removeTempDir(root);
  }
});
