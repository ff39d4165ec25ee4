import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { SpawnedServer } from "../_support/spawned_server.ts";
import { waitFor } from "../_support/wait_for.ts";

test("What PostgreSQL can't take at a stop is in a file beside the log, and stored later, once", async () => {
  await using postgres = await PostgresServer.start();
  const start = () =>
    SpawnedServer.start((root) => [
      ...postgres.args,
      ...["--logfile", join(root, "log")],
    ]);
  const stored = () =>
    postgres.column("a", "SELECT seq FROM app_m ORDER BY oml_tuple_id");

  await using first = await start();
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
  await using second = await start();
  const sender = await second.connect();
  await sender.send(unsaved);
  await sender.end();
  assert.deepEqual(await stored(), Array.from({ length: 1_000 }, (_, i) => i));
});
