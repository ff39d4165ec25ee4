/**
 * How long `oml2 verify` takes, and how much memory: `deno run -A
 * bench/verify.ts [ROWS]`, or with `node`. Two databases with the same rows in
 * opposite orders; then one bit differs, and then every row.
 *
 * @module
 */
import { Command } from "commander";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { ROOT } from "./contestants.ts";
import { parseCount } from "./option_values.ts";
import { runProcess } from "./run_process.ts";

/** Senders that take turns. */
const SENDERS = 20;

/** The command up to its subcommand, on this runtime. */
const OML2 = process.versions.deno
  ? ["run", "-A", "main.ts"]
  : ["entries/node.ts"];

/** Creates a database with rows in ascending or descending order. */
function createDatabase(path: string, rows: number, isReverse: boolean): void {
  using database = new DatabaseSync(path);
  const id = isReverse ? `${rows + 1} - i` : "i";
  database.exec(`
    PRAGMA page_size = 16384; PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
    CREATE TABLE _experiment_metadata (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "subject" TEXT, "key" TEXT, "value" TEXT);
    INSERT INTO _experiment_metadata (key, value)
      VALUES ('table_app_m', '1 app_m value:double count:int32 host:string');
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "value" REAL, "count" INTEGER, "host" TEXT);
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows})
    INSERT INTO app_m
      SELECT ${id}, i % ${SENDERS} + 1, i / ${SENDERS}, i * 0.001 - 0.01,
        i * 0.001, i % 997 / 100.0 + i % ${SENDERS}, i, 'host' || i % 50 FROM c`);
}

/** Runs `oml2 verify`, and prints what it takes. */
async function measure(
  what: string,
  paths: readonly string[],
  rows: number,
): Promise<void> {
  const command = [process.execPath, ...OML2, "verify", ...paths];
  const { status, seconds, cpuSeconds = 0, peakBytes = 0 } = await runProcess(
    command,
    { cwd: ROOT },
  );
  const rate = Math.round(2 * rows / seconds / 1000);
  console.log(
    `${what.padEnd(16)} status ${status}  ${seconds.toFixed(1)} s  ` +
      `${cpuSeconds.toFixed(1)} s CPU  ${
        (peakBytes / 2 ** 20).toFixed(0)
      } MiB  ` +
      `${rate} thousand tuples/s of both databases`,
  );
}

const [rows]: number[] = new Command("bench/verify.ts")
  .description("Measures oml2 verify.")
  .argument("[rows]", "rows of each database", parseCount, 10_000_000)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const directory = mkdtempSync(join(tmpdir(), "oml2-bench-"));
try {
  const [a, b, c] = ["a", "b", "c"].map((name) =>
    join(directory, `${name}.sq3`)
  );
  createDatabase(a, rows, false);
  createDatabase(b, rows, true);
  await measure("the same", [a, b], rows);
  copyFileSync(b, c);
  const change = (sql: string) => {
    using database = new DatabaseSync(c);
    database.exec(`PRAGMA synchronous = OFF; ${sql}`);
  };
  change("UPDATE app_m SET count = count + 1 WHERE oml_tuple_id = 1");
  await measure("one differs", [a, c], rows);
  change("UPDATE app_m SET oml_ts_client = oml_ts_client + 1e-6");
  await measure("all differ", [a, c], rows);
} finally {
  rmSync(directory, { recursive: true });
}
