import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { plantedBed } from "../verify/_support/planted.ts";

const NAME = "every-type";

let root = "";
let original = "";

before(async () => {
  root = makeTempDir();
  original = join(root, `${NAME}.sq3`);
  const store = new SqliteStore({
    ...{ directory: root, journal: "delete", keepRejects: true },
    abandon: new AbortController().signal,
  }, new MemoryLog());
  await storeExperiment(store, plantedBed(NAME));
  await store.close();
  // A guid of 0 is none in streams.
  using database = new DatabaseSync(original);
  database.exec("UPDATE app_all SET g = NULL WHERE g = 0");
});

after(() => removeTempDir(root));

async function succeed(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await runOml2(...args);
  assert.equal(status, 0, `oml2 ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

/** Exports `source` as streams of OMSP; returns the file. */
async function exported(source: string, name: string): Promise<string> {
  const file = join(root, `${name}.oml`);
  await succeed(
    ...["export", source, "--format", "omsp", "--arrivals", "--to", file],
  );
  return file;
}

async function isSame(source: string): Promise<void> {
  const stdout = await succeed("verify", original, source);
  assert.match(stdout, /: the same, 2 tables with 41 tuples$/m);
}

test("An experiment with values of every type is the same after export and import", async () => {
  const file = await exported(original, "sqlite");
  const directory = join(root, "imported");
  mkdirSync(directory);
  await succeed("import", file, "-D", directory);
  await isSame(join(directory, `${NAME}.sq3`));
});

test("It is the same after export and import into PostgreSQL, and back", {
  skip: whyNoPostgres() ?? false,
}, async () => {
  await using postgres = await PostgresServer.start();
  const { admin, host, port } = postgres;
  const uri = `postgresql://${admin}@${host}:${port}/${NAME}`;
  const file = await exported(original, "to-postgres");
  await succeed("import", file, ...postgres.args);
  await isSame(uri);
  const back = join(root, "back");
  mkdirSync(back);
  await succeed("import", await exported(uri, "back"), "-D", back);
  await isSame(join(back, `${NAME}.sq3`));
});
