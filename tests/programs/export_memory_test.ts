import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { cleanEnv } from "../_support/clean_env.ts";
import { MemoryPeak } from "../_support/resident_memory.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { createDatabase } from "../archive/sqlite/_support/databases.ts";

const notLinux = process.platform !== "linux" && "only Linux has /proc";

const root = makeTempDir();
after(() => removeTempDir(root));

/** Creates a database with `rows` rows of numbers and a text; returns its path. */
function createLarge(name: string, rows: number): string {
  const path = join(root, `${name}.sq3`);
  using database = createDatabase(path, "delete");
  database.exec(
    `CREATE TABLE app_x (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, label TEXT,
      counter UNSIGNED BIGINT, value REAL);
    INSERT INTO _experiment_metadata (key, value) VALUES ('table_app_x',
      '2 app_x label:string counter:uint64 value:double');
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows})
    INSERT INTO app_x SELECT i, 1, i, i / 1000.0, i / 1000.0, 'sample-' || i, i,
      i * 7919 % 10007 / 8.0 FROM c`,
  );
  return path;
}

/** The most memory that the export of a file to Parquet takes, in bytes. */
async function peakOf(path: string): Promise<number> {
  const [program, ...args] = [
    ...[...oml2Command(), "export", path, "app_x", "--format", "parquet"],
    ...["--to", join(root, "x.parquet"), "--force"],
  ];
  const child = spawn(program, args, {
    ...{ cwd: repositoryRoot, env: cleanEnv(), stdio: "ignore" },
  });
  using peak = new MemoryPeak(child.pid ?? 0);
  assert.deepEqual(await once(child, "exit"), [0, null]);
  return peak.bytes;
}

test(
  "An export to Parquet takes little more memory for many rows than for few",
  {
    skip: notLinux,
  },
  async () => {
    const few = await peakOf(createLarge("few", 1_000));
    const many = await peakOf(createLarge("many", 1_000_000));
    const growth = Math.round((many - few) / 1e6);
    console.log(`${Math.round(few / 1e6)} MB, ${growth} MB more`);
    assert.ok(growth < 65, `${growth} MB more`);
  },
);
