/**
 * What the machine can do without a server: rows per second in the same table
 * with the same durability.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Entry } from "./results.ts";

/** A yardstick. */
export interface Yardstick {
  /** Its name in the results. */
  readonly name: string;
  /** Rows per second; `undefined` if it can't be measured. */
  measure(rows: number): number | undefined;
}

const TABLE = `(oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
  oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, label TEXT,
  counter UNSIGNED BIGINT, value REAL)`;
const COLUMNS = "oml_sender_id, oml_seq, oml_ts_client, oml_ts_server, " +
  "label, counter, value";

/** The name of the yardsticks among the scenarios. */
export const YARDSTICKS_NAME = "yardsticks";

/** The yardsticks. */
export const YARDSTICKS: readonly Yardstick[] = [
  { name: "INSERT ... SELECT", measure: insertSelect },
  { name: "C loop", measure: cLoop },
  { name: "run() a row", measure: runRows },
];

/** Where their rates are among the results. */
export const YARDSTICK_ENTRIES: readonly Entry[] = YARDSTICKS.map((
  { name },
) => ({ scenario: YARDSTICKS_NAME, contestant: name }));

/** One statement copies rows that SQLite has in memory: the upper limit. */
function insertSelect(rows: number): number {
  return withDatabase((database) => {
    database.exec(
      `ATTACH ':memory:' AS source;
      CREATE TABLE source.s ${TABLE};
      WITH RECURSIVE n(i) AS
        (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows - 1})
      INSERT INTO source.s (${COLUMNS})
      SELECT 1, i, i / 1000.0, i / 1000.0, 'sample-' || i, i,
        (i % 628) / 100.0 FROM n`,
    );
    return perSecond(rows, () =>
      database.exec(
        `INSERT INTO main.t (${COLUMNS}) SELECT ${COLUMNS} FROM source.s`,
      ));
  });
}

/** A program that binds row by row, in one transaction. */
function runRows(rows: number): number {
  return withDatabase((database) => {
    const insert = database.prepare(
      `INSERT INTO t (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    return perSecond(rows, () => {
      database.exec("BEGIN");
      for (let i = 0; i < rows; i++) {
        const time = i / 1000;
        insert.run(1, i, time, time, `sample-${i}`, i, (i % 628) / 100);
      }
      database.exec("COMMIT");
    });
  });
}

/** The same in C, through Python's module. */
function cLoop(rows: number): number | undefined {
  const script = fileURLToPath(new URL("c_loop.py", import.meta.url));
  const { status, stdout } = spawnSync("python3", [script, String(rows)], {
    encoding: "utf8",
  });
  if (status === 0) return Number(stdout);
  console.error("  no C loop: it needs python3 with its sqlite3 module");
  return undefined;
}

function withDatabase<T>(work: (database: DatabaseSync) => T): T {
  const dir = mkdtempSync(join(tmpdir(), "oml2-yardstick-"));
  const database = new DatabaseSync(join(dir, "yardstick.sq3"));
  try {
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE t ${TABLE}`,
    );
    return work(database);
  } finally {
    database.close();
    rmSync(dir, { recursive: true });
  }
}

function perSecond(rows: number, work: () => void): number {
  const start = performance.now();
  work();
  return Math.round(1000 * rows / (performance.now() - start));
}
