import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as runner from "node:test";
import { connect } from "../_support/client.ts";
import { contribSql, type Edit } from "../_support/contrib_sql.ts";
import { headers, numbered } from "../_support/hello.ts";
import { bytes } from "../_support/packet.ts";
import type { PostgresServer } from "../_support/postgres.ts";
import { whyNoPartman } from "../_support/postgres_programs.ts";
import { ShardedPostgres } from "../_support/postgres_shards.ts";
import { after, before, test } from "../_support/postgres_tests.ts";
import { answers, ResumableSender } from "../_support/resumable_sender.ts";
import { runOml2 } from "../_support/run_command.ts";
import { type ServerProcess, startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const ROWS = 6_000;
const SENDERS = ["s1", "s2", "s3", "s4"];

const root = makeTempDir();
let sharded: ShardedPostgres;
/** What a failed test has left running keeps this process from ending. */
const started: ServerProcess[] = [];
before(async () => {
  sharded = await ShardedPostgres.start();
});
after(async () => {
  await Promise.all(started.map((server) => server.kill()));
  await sharded[Symbol.asyncDispose]();
  removeTempDir(root);
});

/** A server with the files of `contrib/postgresql`, as edited. */
async function startWith(
  name: string,
  postgres: PostgresServer,
  edit: Edit = (sql) => sql,
): Promise<ServerProcess> {
  const files = ["database", "table"].map((what) => {
    const path = join(root, `${name}-${what}.sql`);
    writeFileSync(path, edit(contribSql(`${name}-${what}.sql`)));
    return `--pg-on-${what}=${path}`;
  });
  const args = [...postgres.args, ...files, "--views"];
  const server = await startServer({ dataDir: root, args });
  started.push(server);
  return server;
}

const streamOf = (domain: string, sender: string) =>
  headers({ domain, sender }) + numbered(0, ROWS);

/** Stores the same with SQLite; returns the file. */
async function storeInSqlite(domain: string): Promise<string> {
  const server = await startServer({ dataDir: root });
  for (const sender of SENDERS) {
    const client = await connect(server.port);
    await client.send(streamOf(domain, sender));
    await client.end();
  }
  assert.equal(await server.stop(), 0, server.stderr());
  return join(root, `${domain}.sq3`);
}

/** Asserts that all readers find in PostgreSQL what was sent, and no fault. */
async function assertComplete(postgres: PostgresServer, domain: string) {
  const { admin, host, port } = postgres;
  const uri = `postgresql://${admin}@${host}:${port}/${domain}`;
  const file = await storeInSqlite(domain);
  const verified = await runOml2("verify", file, uri, "--no-server-time");
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const report = await runOml2("report", uri);
  // The clocks of these senders are as wrong as they can be.
  const outcome = new RegExp(`^${domain}: complete, but clocks of [^;]+ off$`);
  assert.match(report.stdout.split("\n")[0], outcome);
  const exported = await runOml2("export", uri, "app_m", "--format", "csv");
  assert.equal(exported.status, 0, exported.stderr);
  const lines = exported.stdout.trimEnd().split("\n");
  assert.equal(lines.length, 1 + SENDERS.length * ROWS);
  const [{ n }] = await postgres.query(
    ...[domain, "SELECT count(oml_sender)::int AS n FROM v_app_m"] as const,
  );
  assert.equal(n, SENDERS.length * ROWS);
  const listed = await runOml2("ls", uri);
  assert.match(listed.stdout, new RegExp(domain));
}

test("A table that is partitioned as it is made can be read like others", async () => {
  const [postgres] = sharded.shards;
  const server = await startWith("partitions", postgres);
  for (const sender of SENDERS) {
    const client = await connect(server.port);
    await client.send(streamOf("days", sender));
    await client.end();
  }
  assert.equal(await server.stop(), 0, server.stderr());
  assert.deepEqual(
    await postgres.column("days", "SELECT count(*)::int FROM later.app_m"),
    [SENDERS.length * ROWS],
  );
  await assertComplete(postgres, "days");
});

runner.test(
  "pg_partman adds partitions while a server fills them",
  { skip: whyNoPartman() ?? false },
  async () => {
    const [postgres] = sharded.shards;
    const edit: Edit = (sql) => sql.replace("'10000000'", "'2000'");
    const server = await startWith("partman", postgres, edit);
    for (const sender of SENDERS) {
      const client = await connect(server.port);
      await client.send(streamOf("parts", sender));
      await client.end();
      await postgres.query("parts", "CALL partman.run_maintenance_proc()");
    }
    assert.equal(await server.stop(), 0, server.stderr());
    const [{ parts, rows }] = await postgres.query(
      "parts",
      `SELECT count(DISTINCT tableoid)::int AS parts, count(*)::int AS rows
        FROM app_m`,
    );
    assert.equal(rows, SENDERS.length * ROWS);
    assert.ok(Number(parts) >= 5, `${parts} partitions`);
    await assertComplete(postgres, "parts");
  },
);

test("Resumable streams are stored once on three shards, of which each is killed and returns", async () => {
  const { coordinator } = sharded;
  const server = await startWith(
    ...["shards", coordinator, (sql: string) => sharded.edit(sql)] as const,
  );
  const senders = SENDERS.map((sender) => {
    const body = bytes(numbered(0, ROWS));
    const header = headers({ domain: "sharded", sender });
    return new ResumableSender(randomUUID(), header, body);
  });
  const sent = senders.map((sender) => sendSlowly(sender, server.port));
  const stored = async () => {
    const sql = "SELECT count(*)::int FROM app_m";
    const [n] = await coordinator.column("sharded", sql).catch(() => [0]);
    return Number(n);
  };
  for (const [i, shard] of sharded.shards.entries()) {
    const least = 1 + i * SENDERS.length * ROWS / 6;
    await waitFor(`${least} rows`, async () => await stored() >= least);
    await shard.stop("kill");
    await shard.startAgain();
  }
  await Promise.all(sent);
  assert.equal(await server.stop(), 0, server.stderr());
  const perShard = await sharded.onEach(
    "SELECT count(*)::int AS n FROM sharded.app_m",
  );
  assert.ok(perShard.filter(([{ n }]) => Number(n) > 0).length > 1);
  await assertComplete(coordinator, "sharded");
});

test("oml2 report names what is stored twice after oml2-server and a shard died between the COMMITs of the shards", async () => {
  const { coordinator } = sharded;
  const start = () =>
    startWith("shards", coordinator, (sql) => sharded.edit(sql));
  const part = bytes(numbered(0, 100)).length;
  const sender = new ResumableSender(
    randomUUID(),
    headers({ domain: "doubled" }),
    bytes(numbered(0, 200)),
  );
  const killed = await start();
  const { client, offset } = await sender.begin(killed.port);
  const body = sender.rest(offset);
  await client.send(body.subarray(0, part));
  const acknowledged = sender.length - body.length + part;
  await waitFor(
    "an acknowledgement",
    () => answers(client).at(-1) === acknowledged,
  );
  const counts = async () => {
    const all = await sharded.onEach(
      "SELECT count(*)::int AS n FROM doubled.app_m",
    );
    return all.map(([{ n }]) => Number(n));
  };
  const home = (await counts()).indexOf(100);
  const other = (home + 1) % 3;
  await sharded.on(other, STALL);
  await client.send(body.subarray(part));
  await waitFor("a COMMIT", async () => (await counts())[home] === 200);
  await killed.kill();
  await sharded.shards[other].stop("kill");
  await sharded.shards[other].startAgain();
  await sharded.on(other, "DROP FUNCTION stall CASCADE");
  const next = await start();
  const again = await sender.begin(next.port);
  // The coordinator has undone what a shard has committed.
  assert.equal(again.offset, acknowledged);
  await again.client.send(sender.rest(again.offset));
  await again.client.end();
  assert.equal(await next.stop(), 0, next.stderr());
  const { admin, host, port } = coordinator;
  const { status, stdout, stderr } = await runOml2(
    ...["report", `postgresql://${admin}@${host}:${port}/doubled`],
  );
  assert.equal(status, 1, stderr);
  assert.match(stdout, /^doubled: .*100 tuples stored twice from s1/);
  assert.match(stdout, /^WRONG +s1 +app_m +100 tuples stored twice: 100–199 /m);
});

/** Makes a shard wait in each COMMIT. */
const STALL = `
  CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER stall AFTER UPDATE ON oml_shard.writes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stall()`;

/** Sends a stream in parts, each after the acknowledgement of the one before. */
async function sendSlowly(sender: ResumableSender, port: number) {
  const { client, offset } = await sender.begin(port);
  const rest = sender.rest(offset);
  const part = Math.ceil(rest.length / 8);
  for (let at = 0; at < rest.length; at += part) {
    const known = answers(client).length;
    await client.send(rest.subarray(at, at + part));
    await waitFor(
      "an acknowledgement",
      () => answers(client).length > known,
      60_000,
    );
  }
  await client.end();
  assert.equal(answers(client).at(-1), sender.length);
}
