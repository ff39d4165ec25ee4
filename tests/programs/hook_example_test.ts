import assert from "node:assert/strict";
import {
  execFileSync,
  spawnSync,
  type SpawnSyncReturns,
} from "node:child_process";
import {
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { connect } from "../_support/client.ts";
import { freePort } from "../_support/free_port.ts";
import { headers, numbered } from "../_support/hello.ts";
import { repositoryRoot, serverCommand } from "../_support/runtime_command.ts";
import { startServer } from "../_support/server_process.ts";
import { scalar } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const EXAMPLE = join(repositoryRoot, "contrib/hook/oml2-server-hook.sh");

/** Passes `use` an empty directory, and one inside with an awkward name. */
async function withDumps(
  use: (root: string, dumps: string) => Promise<void>,
): Promise<void> {
  const root = makeTempDir();
  try {
    await use(root, join(root, `it's "my" dumps`));
  } finally {
    removeTempDir(root);
  }
}

test(
  "The example hook copies an SQLite database when its last client disconnects",
  {
    skip: spawnSync("sqlite3", ["--version"]).status !== 0 &&
      "there is no sqlite3(1) here",
  },
  () =>
    withDumps(async (root, dumps) => {
      const dataDir = join(root, "my data");
      const command = ["env", `OML_DUMP_DIR=${dumps}`, ...serverCommand()];
      const args = ["-H", EXAMPLE];
      const server = await startServer({ dataDir, args, command });
      try {
        const client = await connect(server.port);
        await client.send(headers({ domain: "my exp-1" }) + numbered(0, 3_000));
        await client.end();
        await waitFor("its copy", () => /is copied to/.test(server.stderr()));
        const [name, ...others] = readdirSync(dumps);
        assert.match(name, /^my%20exp-1\.\d{8}T\d{6}Z\.sq3$/);
        assert.deepEqual(others, []);
        const count = "select count(*) from app_m";
        assert.equal(scalar(join(dumps, name), count), 3_000);
        assert.equal(await server.stop(), 0);
        assert.doesNotMatch(server.stderr(), /WARNING/);
      } finally {
        await server.kill();
      }
    }),
);

/** The directory of the newest version of PostgreSQL's own programs. */
const postgresBin = globSync("/usr/lib/postgresql/*/bin/initdb")
  .map(dirname).sort().at(-1);

/** Runs a program of PostgreSQL, which does not run as root. */
function runPostgres(name: string, ...args: readonly string[]): void {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  execFileSync(join(postgresBin ?? "", name), args, {
    ...nobody,
    stdio: "ignore",
  });
}

/** Runs the example hook with these lines as its input, to its end. */
function runExample(dumps: string, input: string): SpawnSyncReturns<string> {
  const env = { PATH: process.env.PATH, OML_DUMP_DIR: dumps };
  return spawnSync(EXAMPLE, [], { env, input, encoding: "utf8" });
}

test("The example hook dumps a PostgreSQL database", {
  skip: postgresBin === undefined && "PostgreSQL is not installed",
}, () =>
  withDumps(async (root, dumps) => {
    const cluster = join(root, "cluster");
    mkdirSync(cluster);
    if (process.getuid?.() === 0) {
      chownSync(root, 65534, 65534);
      chownSync(cluster, 65534, 65534);
    }
    const port = await freePort();
    runPostgres("initdb", "-D", cluster, "-U", "oml", "-A", "trust", "-N");
    const options = `-h 127.0.0.1 -p ${port} -k ${root} -F`;
    runPostgres("pg_ctl", "start", "-w", "-D", cluster, "-o", options);
    try {
      const server = ["-h", "127.0.0.1", "-p", `${port}`, "-U", "oml"];
      runPostgres("createdb", ...server, "my exp");
      const create = "create table app_m as select 4711 as seq";
      runPostgres("psql", ...server, "-d", "my exp", "-c", create);
      const uri = `postgresql://oml@127.0.0.1:${port}/my%20exp`;
      const missing = `postgresql://oml@127.0.0.1:${port}/missing`;
      const { stdout, stderr, status } = runExample(
        dumps,
        `DBCREATED ${uri}\nDBCLOSED ${missing}\nDBCLOSED ${uri}\nEXIT\nDBCLOSED x\n`,
      );
      assert.deepEqual([stdout, status], ["OML HOOK READY\n", 0]);
      assert.match(stderr, /cannot copy .*\/missing to /);
      const [name, ...others] = readdirSync(dumps);
      assert.match(name, /^my%20exp\.\d{8}T\d{6}Z\.sql$/);
      assert.deepEqual(others, []);
      const dump = readFileSync(join(dumps, name), "utf8");
      assert.match(dump, /COPY public\.app_m \(seq\) FROM stdin;\n4711\n/);
    } finally {
      runPostgres("pg_ctl", "stop", "-D", cluster, "-m", "immediate");
    }
  }));

test("The example hook continues after a failed copy, to the end of its input", () =>
  withDumps((root, dumps) => {
    const { stdout, stderr, status } = runExample(
      dumps,
      `DBCLOSED file:${root}/missing.sq3\nDBCLOSED ftp://x/y\nNEWCOMMAND x\n`,
    );
    assert.deepEqual([stdout, status], ["OML HOOK READY\n", 0]);
    assert.match(stderr, /cannot copy file:.*missing\.sq3 to /);
    assert.match(
      stderr,
      /cannot copy ftp:\/\/x\/y: only file: and postgresql:/,
    );
    assert.deepEqual(readdirSync(dumps), []);
    assert.equal(existsSync(join(root, "missing.sq3")), false);
    return Promise.resolve();
  }));
