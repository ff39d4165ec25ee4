import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { storeOf } from "../archive/postgres/_support/postgres_bed.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { after, before, test } from "../_support/postgres_tests.ts";
import { runOml2 } from "../_support/run_command.ts";
import { startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

let postgres: PostgresServer;
const directory = makeTempDir();
before(async () => {
  postgres = await PostgresServer.start();
  for (const name of ["a:1", "b"]) {
    await storeExperiment(storeOf(postgres), { name, senders: ["s"] });
  }
});
after(async () => {
  await postgres[Symbol.asyncDispose]();
  removeTempDir(directory);
});

test("oml2 ls lists the experiments of a PostgreSQL server, and what is open", async () => {
  const server = await startServer({
    ...{ dataDir: directory, args: postgres.args },
  });
  const client = await connect(server.port);
  await client.send(headers({ domain: "live" }) + numbered(0, 7));
  await waitFor("7 rows", async () => {
    const count = "SELECT count(*)::int4 FROM app_m";
    const [rows] = await postgres.column("live", count).catch(() => [0]);
    return rows === 7 || `there are ${rows}`;
  });
  const uri = `postgresql://admin@127.0.0.1:${postgres.port}/`;
  const list = async (source: string) => {
    const { status, stdout } = await runOml2("ls", source, "--format=json");
    assert.equal(status, 0);
    return JSON.parse(stdout).experiments.map(
      ({ name, rows, open }: Record<string, unknown>) => [name, rows, open],
    );
  };
  assert.deepEqual(await list(uri), [
    ...[["a:1", 0, false], ["b", 0, false], ["live", 7, true]],
  ]);
  assert.deepEqual(await list(`${uri}b`), [["b", 0, false]]);
  client.destroy();
  assert.equal(await server.stop(), 0);
  assert.deepEqual(await list(`${uri}live`), [["live", 7, false]]);
});

test("The URI may name a file with the password, which is never shown", async () => {
  await postgres.query("postgres", "ALTER ROLE admin PASSWORD 's3cr3t'");
  await postgres.configure([], [
    "host postgres admin 127.0.0.1/32 trust",
    "host all all 127.0.0.1/32 scram-sha-256",
  ]);
  const file = join(directory, "pass");
  writeFileSync(file, "*:*:*:admin:s3cr3t\n", { mode: 0o600 });
  const place = `127.0.0.1:${postgres.port}/b`;
  const uri = `postgresql://admin@${place}?passfile=${file}`;
  const right = await runOml2("ls", uri);
  assert.equal(right.status, 0, right.stderr);
  assert.match(right.stdout, /\nb .* closed\n$/);
  const wrong = await runOml2("ls", `postgresql://admin:wr0ng@${place}`);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /^oml2 ls: Cannot list postgresql:.*password/);
  assert.doesNotMatch(wrong.stderr, /wr0ng/);
});
