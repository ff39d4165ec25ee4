import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import process from "node:process";
import { test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { query } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

test(
  "With few permissions on Deno, what a reader has seen survives a kill -9",
  {
    skip: process.versions.deno === undefined && "this is Node",
  },
  async () => {
    const temporary = realpathSync(tmpdir());
    // In a configuration, permissions for the test's directory can't be added.
    await using server = await TestServer.startBy([
      ...[process.execPath, "run", "--no-prompt", "--allow-net"],
      ...[`--allow-read=.,${temporary}`, `--allow-write=${temporary}`],
      ...["--allow-env=TMPDIR", "main.ts", "server"],
    ]);
    const client = await server.client({ domain: "a" }, numbered(0, 20_000));
    await server.sees(20_000, "a");
    const flood = client.send(numbered(20_000, 100_000)).catch(() => undefined);
    await server.process.kill();
    client.destroy();
    await flood;
    const [row] = query(
      server.path("a"),
      "select count(*) as n, sum(seq = oml_seq and seq = rowid - 1) as same " +
        "from app_m",
    );
    assert.ok(Number(row.n) >= 20_000, `${row.n} rows`);
    assert.equal(row.same, row.n);
  },
);
