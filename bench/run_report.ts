/**
 * What `oml2 report` takes for a large experiment: `deno run -A
 * bench/run_report.ts [ROWS] [SENDERS]`, or with `node`.
 *
 * @module
 */
import { Command } from "commander";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import {
  oml2Command,
  repositoryRoot,
} from "../tests/_support/runtime_command.ts";
import { parseCount } from "./option_values.ts";
import { runProcess } from "./run_process.ts";

const MEBIBYTE = 1024 ** 2;

/** Rows a second of each sender. */
const RATE = 10;

/** Creates a database as the server lays it out; all senders take turns. */
function createDatabase(path: string, rows: number, senders: number): void {
  using database = new DatabaseSync(path);
  const time = `i / ${senders} / ${RATE}.0`;
  database.exec(`
    PRAGMA page_size = 16384; PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "value" REAL, "count" BIGINT);
    BEGIN;
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${senders})
    INSERT INTO _senders SELECT printf('node-%04d', i), i FROM c;
    WITH RECURSIVE c(i) AS
      (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows - 1})
    INSERT INTO app_m
      SELECT i + 1, i % ${senders} + 1, i / ${senders} + 1, ${time},
        ${time} + 0.002 + abs(random() % 1000) / 1e5, i % 997 / 100.0, i
      FROM c;
    COMMIT`);
}

/** Runs the command, and prints what it took. */
async function measure(path: string, format: string): Promise<void> {
  const to = `${path}.${format}`;
  const command = [...oml2Command(), "report", path, "--format", format];
  const { seconds, peakBytes = 0 } = await runProcess(
    command,
    { to, cwd: repositoryRoot },
  );
  console.log(
    `${format}: ${seconds.toFixed(1)} s, ` +
      `${(peakBytes / MEBIBYTE).toFixed(0)} MiB, ` +
      `${(statSync(to).size / MEBIBYTE).toFixed(1)} MiB of output`,
  );
  // The verdict.
  if (format === "text") console.log(readFileSync(to, "utf8").split("\n")[0]);
}

const [rows, senders]: number[] = new Command("bench/run_report.ts")
  .description("Measures oml2 report.")
  .argument("[rows]", "rows of the experiment", parseCount, 10_000_000)
  .argument("[senders]", "its senders", parseCount, 20)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const directory = mkdtempSync(join(tmpdir(), "oml2-bench-"));
try {
  const path = join(directory, "bench.sq3");
  createDatabase(path, rows, senders);
  for (const format of ["text", "json", "html"]) await measure(path, format);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
