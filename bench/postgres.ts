/**
 * Measures the PostgreSQL backend:
 * `deno run -A bench/postgres.ts [TUPLES [ROUNDS ['OTHER-SERVER ARGS']]]`.
 *
 * One server with one connection is compared with `psql \copy` of the same rows
 * into a table of the same kind; several servers run behind HAProxy. The
 * command of another server, such as `oml2-server -b postgresql -l {port} --pg-
 * port={pgport} --pg-user={user}`, gets a twentieth of the tuples.
 *
 * @module
 */
import { Command } from "commander";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { connect } from "../tests/_support/client.ts";
import { freePort } from "../tests/_support/free_port.ts";
import { Haproxy, whyNoHaproxy } from "../tests/_support/haproxy.ts";
import { PostgresServer } from "../tests/_support/postgres.ts";
import { startServer } from "../tests/_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../tests/_support/temp_dir.ts";
import { waitFor } from "../tests/_support/wait_for.ts";
import { parseCount, parseRounds } from "./option_values.ts";
import { processUsage } from "./process_usage.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const COLUMNS = "oml_sender_id, oml_seq, oml_ts_client, oml_ts_server, " +
  "label, counter, value";

const [tuples, rounds, other] = new Command("bench/postgres.ts")
  .description("Measures the PostgreSQL backend.")
  .argument("[tuples]", "tuples of a run", parseCount, 1_000_000)
  .argument("[rounds]", "rounds", parseRounds, 3)
  .argument("[other]", "command of another server, with {port}")
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs as [number, number, string?];

/** The result of a run. */
interface Run {
  readonly perSecond: number;
  /** Seconds of CPU of each of our servers, per million tuples. */
  readonly cpu: number[];
}

const directory = makeTempDir();
const postgres = await PostgresServer.start("fsync=on", "max_wal_size=4GB");
try {
  // A server that has just started touches its memory for the first time.
  await run("warm", { servers: 1, args: [] });
  for (let round = 1; round <= rounds; round++) {
    const one = await run("one", { servers: 1, args: [] });
    say("1 connection, 1 experiment", one);
    const copied = copy("one-0");
    if (copied !== undefined) {
      const part = (one.perSecond / copied).toFixed(2);
      console.log(`psql \\copy | ${Math.round(copied)}/s | ours is ${part}`);
    }
    if (other !== undefined) await runOther(other);
    for (const experiments of [1, 10]) {
      for (const servers of whyNoHaproxy() === undefined ? [1, 2, 3] : [1]) {
        const args = ["--connections=20", `--experiments=${experiments}`];
        const name = `s${servers}e${experiments}`;
        const result = await run(name, { servers, args });
        say(`20 connections, ${experiments} exp., ${servers} servers`, result);
      }
    }
    for (const name of await databases()) {
      await postgres.query("postgres", `DROP DATABASE "${name}"`);
    }
  }
} finally {
  await postgres[Symbol.asyncDispose]();
  removeTempDir(directory);
}

/** Sends a load to this number of servers, and waits until all is committed. */
async function run(
  domain: string,
  { servers, args }: { servers: number; args: readonly string[] },
): Promise<Run> {
  const started = await Promise.all(
    Array.from(
      { length: servers },
      () => startServer({ dataDir: directory, args: postgres.args }),
    ),
  );
  const ports = started.map(({ port }) => port);
  const balancer = servers === 1 ? undefined : await Haproxy.start(ports);
  const port = balancer?.port ?? ports[0];
  const perSecond = load(port, [
    ...[`--tuples=${tuples}`, `--domain=${domain}`],
    ...args,
  ]);
  const cpu = started.map(({ pid }) =>
    1e6 * (processUsage(pid)?.cpuSeconds ?? NaN) / tuples
  );
  await balancer?.[Symbol.asyncDispose]();
  for (const server of started) await server.stop();
  await assertComplete(domain);
  return { perSecond, cpu };
}

/** Sends a load; returns the tuples accepted per second. */
function load(port: number, args: readonly string[]): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    ...["run", "-A", "--no-check", MAIN, "load", `127.0.0.1:${port}`],
    ...["--json", ...args],
  ], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout).tuplesPerSecond;
}

async function runOther(command: string): Promise<void> {
  const port = await freePort();
  const [program, ...args] = command
    .replace("{port}", String(port))
    .replace("{pgport}", String(postgres.port))
    .replace("{user}", postgres.admin)
    .split(" ");
  const child = spawn(program, args, { cwd: directory, stdio: "ignore" });
  await waitFor("the other server", async () => {
    const client = await connect(port).catch(() => undefined);
    client?.destroy();
    return client !== undefined;
  });
  const count = `--tuples=${Math.round(tuples / 20)}`;
  const perSecond = load(port, [count, "--domain=other"]);
  console.log(`${program}, 1 connection | ${perSecond}/s`);
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

async function assertComplete(domain: string): Promise<void> {
  let stored = 0;
  for (const name of await databases()) {
    if (!name.startsWith(`${domain}-`)) continue;
    const [rows] = await postgres.column(name, "SELECT count(*) FROM load_lin");
    stored += Number(rows);
  }
  if (stored !== Number(tuples)) throw new Error(`${stored} tuples are stored`);
}

async function databases(): Promise<string[]> {
  const names = await postgres.column(
    "postgres",
    "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template.)$'",
  );
  return names.map(String);
}

/** Rows per second copied by psql; `undefined` without psql. */
function copy(domain: string): number | undefined {
  const file = join(directory, "rows.txt");
  const psql = (command: string) =>
    spawnSync("psql", [
      ...["-h", postgres.host, "-p", String(postgres.port)],
      ...["-U", postgres.admin, "-d", domain, "-qc", command],
    ]).status;
  if (psql(`\\copy (SELECT ${COLUMNS} FROM load_lin) TO '${file}'`) !== 0) {
    console.log("psql is missing: no comparison");
    return undefined;
  }
  psql("CREATE TABLE copied (LIKE load_lin INCLUDING ALL)");
  psql("CREATE SEQUENCE copied_id OWNED BY copied.oml_tuple_id");
  psql(
    "ALTER TABLE copied ALTER oml_tuple_id SET DEFAULT nextval('copied_id')",
  );
  const start = performance.now();
  psql(`\\copy copied (${COLUMNS}) FROM '${file}'`);
  return 1000 * Number(tuples) / (performance.now() - start);
}

function say(what: string, { perSecond, cpu }: Run): void {
  const seconds = cpu.map((one) => one.toFixed(2)).join(" + ");
  console.log(`${what} | ${Math.round(perSecond)}/s | ${seconds} s of CPU`);
}
