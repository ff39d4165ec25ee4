import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { runCommand } from "../_support/run_command.ts";
import { countRows } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

/** The targets of links in a directory that other users can write to. */
function planted(): { elsewhere: string; victim: string; nowhere: string } {
  const elsewhere = makeTempDir();
  const victim = join(elsewhere, "victim");
  writeFileSync(victim, "precious");
  return { elsewhere, victim, nowhere: join(elsewhere, "nowhere") };
}

for (const journal of ["wal", "delete"]) {
  test(`A new database is created through no link, journal ${journal}`, async () => {
    const { elsewhere, victim, nowhere } = planted();
    await using server = await TestServer.start("--journal", journal);
    try {
      symlinkSync(nowhere, server.path("dangling"));
      const refused = await server.connect();
      await refused.send(headers({ domain: "dangling" }) + numbered(0, 10));
      assert.equal(await refused.serverEndsWithin(), true);
      await server.logs(/dangling\.sq3 is a symbolic link, .*; remove it/);
      assert.equal(existsSync(nowhere), false);

      symlinkSync(victim, `${server.path("a")}.${server.process.pid}.new`);
      const client = await server.client({ domain: "a" }, numbered(0, 10));
      await client.serverEndsWithin(500);
      assert.equal(readFileSync(victim, "utf8"), "precious");
    } finally {
      removeTempDir(elsewhere);
    }
  });
}

test("A link to an existing database is followed", async () => {
  const { elsewhere } = planted();
  await using server = await TestServer.start();
  try {
    await (await server.client({ domain: "a" }, numbered(0, 10))).end();
    symlinkSync(server.path("a"), server.path("b"));
    await (await server.client({ domain: "b" }, numbered(10, 20))).end();
    assert.equal(countRows(server.path("a"), "app_m"), 20);
  } finally {
    removeTempDir(elsewhere);
  }
});

for (const name of [".oml2-server.pid", ".oml2-server.lock"]) {
  test(`A server rejects a link in place of its ${name}`, async () => {
    const { elsewhere, victim } = planted();
    const data = join(elsewhere, "data");
    mkdirSync(data);
    symlinkSync(victim, join(data, name));
    try {
      const { status, stderr } = await runCommand("-D", data, "-l0");
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`${name} is a symbolic link`));
      assert.equal(readFileSync(victim, "utf8"), "precious");
    } finally {
      removeTempDir(elsewhere);
    }
  });
}

for (const end of ["pid", "lock"]) {
  test(`A proxy rejects a link in place of its file .${end}`, async () => {
    const { elsewhere, victim } = planted();
    const proxy = TestProxy.prepare(1);
    try {
      symlinkSync(victim, `${proxy.resultFile}.${end}`);
      await assert.rejects(
        proxy.startAgain(),
        new RegExp(`result\\.${end} is a symbolic link`),
      );
      assert.equal(readFileSync(victim, "utf8"), "precious");
    } finally {
      await proxy[Symbol.asyncDispose]();
      removeTempDir(elsewhere);
    }
  });
}
