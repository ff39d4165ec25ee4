/**
 * Measures what sharding with postgres_fdw costs:
 * `deno run -A bench/postgres_shards.ts [TUPLES [ROUNDS]]`.
 *
 * The same load from 20 senders goes to plain tables, to partitions of the same
 * server, and to three shards; then all rows are read. All servers share this
 * machine. `OML_TEST_POSTGRES=npm` chooses PostgreSQL from npm, whose version
 * sends the rows of a COPY in batches; before 16, PostgreSQL sends them one by
 * one.
 *
 * @module
 */
import { Command } from "commander";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { contribSql, type Edit } from "../tests/_support/contrib_sql.ts";
import { ShardedPostgres } from "../tests/_support/postgres_shards.ts";
import { startServer } from "../tests/_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../tests/_support/temp_dir.ts";
import { parseCount, parseRounds } from "./option_values.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

const [tuples, rounds]: number[] = new Command("bench/postgres_shards.ts")
  .description("Measures what sharding with postgres_fdw costs.")
  .argument("[tuples]", "tuples of a run", parseCount, 200_000)
  .argument("[rounds]", "rounds", parseRounds, 3)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;

const directory = makeTempDir();
const sharded = await ShardedPostgres.start("fsync=on", "max_wal_size=4GB");
try {
  const { coordinator } = sharded;
  const [{ version }] = await coordinator.query(
    ...[
      "postgres",
      "SELECT current_setting('server_version') AS version",
    ] as const,
  );
  console.log(`PostgreSQL ${version}`);
  const local: Edit = (sql) => sql;
  const kinds: readonly [string, readonly string[]][] = [
    ["plain", []],
    ["partitions", files("partitions", local)],
    ["shards", files("shards", (sql) => sharded.edit(sql))],
  ];
  for (let round = 1; round <= rounds; round++) {
    for (const [kind, args] of kinds) await measure(`${kind}${round}`, args);
  }
} finally {
  await sharded[Symbol.asyncDispose]();
  removeTempDir(directory);
}

/** Stores tuples, and reads them. */
async function measure(
  domain: string,
  args: readonly string[],
): Promise<void> {
  const { coordinator } = sharded;
  const all = [...coordinator.args, ...args];
  const server = await startServer({ dataDir: directory, args: all });
  const { tuplesPerSecond } = JSON.parse(oml2(
    ...["load", `127.0.0.1:${server.port}`, "--json", "--connections=20"],
    ...[`--tuples=${tuples}`, `--domain=${domain}`],
  ));
  await server.stop();
  const name = `${domain}-0`;
  const sql = "SELECT count(*)::int FROM load_lin";
  const [stored] = await coordinator.column(name, sql);
  if (stored !== tuples) throw new Error(`${stored} rows in ${name}`);
  const { admin, host, port } = coordinator;
  const uri = `postgresql://${admin}@${host}:${port}/${name}`;
  const start = performance.now();
  oml2("export", uri, "--to", join(directory, domain));
  const seconds = (performance.now() - start) / 1000;
  const read = Math.round(tuples / seconds);
  console.log(`${domain} | ${tuplesPerSecond}/s stored | ${read}/s exported`);
}

function oml2(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["run", "-A", "--no-check", MAIN, ...args],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** The options for files of `contrib/postgresql`. */
function files(name: string, edit: Edit): string[] {
  return ["database", "table"].map((what) => {
    const path = join(directory, `${name}-${what}.sql`);
    writeFileSync(path, edit(contribSql(`${name}-${what}.sql`)));
    return `--pg-on-${what}=${path}`;
  });
}
