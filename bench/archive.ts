/**
 * How long a page waits for a table of ten million rows: `deno run -A
 * bench/archive.ts [ROWS]`, or with `node`. The first answers come from a file
 * that nobody has read.
 *
 * @module
 */
import { Command } from "commander";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import type { Archive } from "../archive/archive.ts";
import { SqliteArchive } from "../archive/sqlite/sqlite_archive.ts";
import { parseCount } from "./option_values.ts";

/** Senders that take turns, a thousand rows a second together. */
const SENDERS = 20;

/** Creates the table as the server lays it out. */
function createTable(path: string, rows: number): void {
  using database = new DatabaseSync(path);
  database.exec(`
    PRAGMA page_size = 16384; PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "value" REAL, "count" BIGINT);
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows})
    INSERT INTO app_m
      SELECT i, i % ${SENDERS} + 1, i / ${SENDERS}, i * 0.001 - 0.01, i * 0.001,
        i % 997 / 100.0 + i % ${SENDERS}, i FROM c`);
}

/** Prints what a call takes, by the clock and of the CPU. */
async function measure<T>(
  what: string,
  call: () => Promise<T>,
  detail: (answer: T) => string = () => "",
): Promise<T> {
  const start = performance.now();
  const before = process.cpuUsage();
  const answer = await call();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000;
  console.log(
    `${what.padEnd(44)} ${ms.toFixed(0).padStart(7)} ms ` +
      `${cpu.toFixed(0).padStart(7)} ms CPU  ${detail(answer)}`,
  );
  return answer;
}

/** Asks until all rows are counted. */
async function countAll(archive: Archive): Promise<void> {
  for (;;) {
    const { covered } = await archive.activity("bench");
    if (covered === 1) return;
    await delay(250);
  }
}

const [rows]: number[] = new Command("bench/archive.ts")
  .description("Measures how long a page waits for a large table.")
  .argument("[rows]", "rows of the table", parseCount, 10_000_000)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const directory = mkdtempSync(join(tmpdir(), "oml2-bench-"));
try {
  createTable(join(directory, "bench.sq3"), rows);
  const archive = new SqliteArchive({ directory, inServer: false });
  const plot = (what: string, from?: number, to?: number) =>
    measure(
      what,
      () =>
        archive.series("bench", "app_m", {
          ...{ columns: ["value"], width: 1000, from, to },
        }),
      ({ covered }) => `covers ${(covered * 100).toFixed(1)} %`,
    );
  const middle = rows / 2000;
  await measure("list and description", async () => {
    await archive.experiments();
    await archive.describe("bench");
  });
  await plot("first plot");
  await plot("a minute, not indexed", middle, middle + 60);
  await measure("all rows indexed and counted", () => countAll(archive));
  await plot("a minute, indexed", middle, middle + 60);
  await plot("900,000 rows, indexed", middle, middle + 900);
  await plot("all, indexed");
  await measure(
    "1,000 rows",
    () => archive.rows("bench", "app_m", { limit: 1000, before: rows }),
  );
  await archive.close();
} finally {
  rmSync(directory, { recursive: true });
}
