import assert from "node:assert/strict";
import { numbered } from "../_support/hello.ts";
import { httpRequest } from "../_support/http_request.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { test } from "../_support/postgres_tests.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

test("A server of PostgreSQL shows what it stores, and is ready while PostgreSQL answers", async () => {
  await using postgres = await PostgresServer.start();
  await using server = await TestServer.start(...postgres.args, "--http", "0");
  const [, page] = /page at (\S+)\s/.exec(server.process.stderr()) ?? [];
  const ready = async () => await httpRequest(`${page}readyz`);
  assert.deepEqual((await ready()).text, '{"ready":true}');

  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await waitFor("the rows", async () => {
    const { text } = await httpRequest(`${page}api/v1/experiments`);
    return JSON.parse(text).experiments?.[0]?.rows === 10 || text;
  });
  const metrics = await httpRequest(`${page}metrics`);
  assert.match(metrics.text, /^oml_server_stored_rows_total 10$/m);
  assert.doesNotMatch(metrics.text, /wal_bytes/);

  await postgres.stop("immediate");
  const { status, text } = await ready();
  assert.deepEqual(
    [status, JSON.parse(text)],
    [503, { ready: false, reason: "PostgreSQL can't be used" }],
  );
  await postgres.startAgain();
  await waitFor("readiness", async () => (await ready()).status === 200);
  await client.end();
  assert.equal(await server.process.terminate(10_000), 0);
});
