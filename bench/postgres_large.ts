/**
 * Measures a large table, plain and partitioned by time:
 * `deno run -A bench/postgres_large.ts [MILLIONS] [STEPS]`. It needs about
 * 250 MB of disk for a million rows.
 *
 * @module
 */
import { Command } from "commander";
import process from "node:process";
import { PostgresServer } from "../tests/_support/postgres.ts";
import { parseCount } from "./option_values.ts";

const [millions, STEPS]: number[] = new Command("bench/postgres_large.ts")
  .description("Measures a large table, plain and partitioned by time.")
  .argument("[millions]", "millions of rows", parseCount, 50)
  .argument("[steps]", "steps in which the tables grow", parseCount, 10)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const STEP_ROWS = 1e6 * millions / STEPS;

/** Seconds between two rows, so that a step has this many seconds. */
const STEP_SECONDS = STEP_ROWS / 1000;

const COLUMNS = `oml_tuple_id BIGSERIAL, oml_sender_id INT4, oml_seq INT8,
  oml_ts_client FLOAT8, oml_ts_server FLOAT8, label TEXT, counter INT8,
  value FLOAT8`;

const KINDS = {
  plain: [`CREATE TABLE m (${COLUMNS}, PRIMARY KEY (oml_tuple_id))`],
  partitioned: [
    `CREATE TABLE m (${COLUMNS}, PRIMARY KEY (oml_tuple_id, oml_ts_server))
      PARTITION BY RANGE (oml_ts_server)`,
    ...Array.from(
      { length: STEPS },
      (_, i) =>
        `CREATE TABLE m${i} PARTITION OF m
        FOR VALUES FROM (${i * STEP_SECONDS}) TO (${(i + 1) * STEP_SECONDS})`,
    ),
  ],
} as const;

await using postgres = await PostgresServer.start(
  ...["fsync=on", "max_wal_size=2GB", "autovacuum=off"],
  "max_parallel_workers_per_gather=0",
);
for (const [kind, statements] of Object.entries(KINDS)) {
  await postgres.query("postgres", `CREATE DATABASE ${kind}`);
  for (const sql of statements) await postgres.query(kind, sql);
  for (let step = 0; step < STEPS; step++) await fill(kind, step);
  await look(kind);
  await postgres.query("postgres", `DROP DATABASE ${kind}`);
}

async function fill(kind: string, step: number): Promise<void> {
  const seconds = await timed(
    kind,
    `INSERT INTO m (oml_sender_id, oml_seq, oml_ts_client, oml_ts_server,
        label, counter, value)
      SELECT 1, i, i / 1000.0, i / 1000.0, 'sample-' || i, i,
        (i % 628) / 100.0
      FROM generate_series(${step * STEP_ROWS},
        ${(step + 1) * STEP_ROWS - 1}) AS i`,
  );
  const rate = Math.round(STEP_ROWS / seconds);
  console.log(`${kind} | up to ${(step + 1) * STEP_ROWS} rows | ${rate}/s`);
}

/** Measures common operations on a table. */
async function look(kind: string): Promise<void> {
  const tell = async (what: string, sql: string) =>
    console.log(`${kind} | ${what} | ${(await timed(kind, sql)).toFixed(2)} s`);
  const from = STEP_SECONDS * (STEPS / 2);
  const range = `SELECT count(*), avg(value) FROM m
    WHERE oml_ts_server >= ${from} AND oml_ts_server < ${from + 60}`;
  const [size] = await postgres.column(
    kind,
    `SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class AS c
      WHERE relname ~ '^m[0-9]*$' AND relkind = 'r'`,
  );
  const bytes = Math.round(Number(size) / (STEPS * STEP_ROWS));
  console.log(`${kind} | size | ${bytes} bytes a row`);
  await tell("mean of a minute", range);
  await tell(
    "BRIN index on the time",
    "CREATE INDEX ON m USING brin (oml_ts_server)",
  );
  await tell("mean of a minute, with the index", range);
  await tell(
    "dropping the oldest tenth",
    kind === "plain"
      ? `DELETE FROM m WHERE oml_ts_server < ${STEP_SECONDS}`
      : "DROP TABLE m0",
  );
}

/** The seconds that a statement takes. */
async function timed(database: string, sql: string): Promise<number> {
  const client = await postgres.connect(database);
  const start = performance.now();
  await client.query(sql);
  const seconds = (performance.now() - start) / 1000;
  await client.end();
  return seconds;
}
