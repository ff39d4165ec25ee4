import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { headers, numbered } from "../_support/hello.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { test } from "../_support/postgres_tests.ts";
import { SpawnedServer } from "../_support/spawned_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const start = (postgres: PostgresServer) =>
  SpawnedServer.start((root) => [
    ...postgres.args,
    ...["--logfile", join(root, "log")],
  ]);

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test("Data that PostgreSQL can't take at a stop is saved in a file beside the log, and stored later, once", async () => {
  await using postgres = await PostgresServer.start();
  const stored = () =>
    postgres.column("a", "SELECT seq FROM app_m ORDER BY oml_tuple_id");

  await using first = await start(postgres);
  const client = await first.connect();
  await client.send(headers({ domain: "a" }) + numbered(0, 10));
  await waitFor("ten rows", async () => {
    const rows = await stored().catch(() => []);
    return rows.length === 10;
  });
  await postgres.stop("immediate");
  await client.send(numbered(10, 1_000));
  assert.equal(await first.terminate(13_000), 1);
  const path = join(first.root, "a.unsaved.oml");
  const unsaved = readFileSync(path);
  const log = readFileSync(join(first.root, "log"), "utf8");
  assert.match(log, /ERROR a: 990 tuples of s1 could not be stored/);

  await postgres.startAgain();
  await using second = await start(postgres);
  const sender = await second.connect();
  await sender.send(unsaved);
  await sender.end();
  assert.deepEqual(await stored(), numbers(1_000));
});

test("Data that a hanging PostgreSQL can't take at a stop is saved in files within 10 s", async () => {
  await using postgres = await PostgresServer.start();
  await using first = await start(postgres);
  const client = async (domain: string, sender: string) => {
    const connection = await first.connect();
    await connection.send(headers({ domain, sender }));
    return connection;
  };
  const known = await client("known", "s1");
  await known.send(numbered(0, 10));
  await waitFor("ten rows", async () => {
    const rows = await postgres.column("known", "SELECT seq FROM app_m")
      .catch(() => []);
    return rows.length === 10;
  });
  postgres.hang();
  await known.send(numbered(10, 20_000));
  // Its database is about to be opened.
  const fresh = [await client("new", "s1"), await client("new", "s2")];
  for (const one of fresh) await one.send(numbered(0, 20_000));

  assert.equal(await first.terminate(10_000), 1);
  postgres.goOn();
  const log = readFileSync(join(first.root, "log"), "utf8");
  assert.doesNotMatch(log, /may or may not be stored/);
  await using second = await start(postgres);
  for (const name of ["known", "new", "new.2"]) {
    const domain = name.split(".")[0];
    const path = `${domain}.unsaved${name.slice(domain.length)}.oml`;
    const sender = await second.connect();
    await sender.send(readFileSync(join(first.root, path)));
    await sender.end();
  }
  const stored = (domain: string, sender: string) =>
    postgres.column(
      domain,
      `SELECT seq FROM app_m JOIN _senders ON id = oml_sender_id
        WHERE name = '${sender}' ORDER BY seq`,
    );
  assert.deepEqual(await stored("known", "s1"), numbers(20_000));
  assert.deepEqual(await stored("new", "s1"), numbers(20_000));
  assert.deepEqual(await stored("new", "s2"), numbers(20_000));
});
