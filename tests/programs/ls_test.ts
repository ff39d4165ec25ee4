import assert from "node:assert/strict";
import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { askServer } from "../../cli/status/ask_server.ts";
import { numbered } from "../_support/hello.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

/** Waits until a server has closed an experiment. */
async function leaves(server: TestServer, domain: string): Promise<void> {
  const socket = join(server.dataDir, ".oml2.sock");
  await waitFor(`the closing of ${domain}`, async () => {
    const { experiments } = await askServer(socket);
    return experiments.every((each) => each.domain !== domain);
  });
}

test("oml2 ls lists what a running server has stored, and what is open", async () => {
  await using server = await TestServer.start();
  const gone = await server.client({ domain: "gone" }, numbered(0, 10));
  await gone.end();
  await leaves(server, "gone");
  await server.client({ domain: "live", sender: "one" }, numbered(0, 500));
  await server.client({ domain: "live", sender: "two" }, numbered(0, 5));
  await server.sees(505, "live");
  const before = Date.now() / 1000;

  const json = await runOml2("ls", "-D", server.dataDir, "--format=json");
  assert.deepEqual([json.status, json.stderr], [0, ""]);
  const { place, experiments } = JSON.parse(json.stdout);
  assert.equal(place, server.dataDir);
  const [first, second] = experiments;
  const { bytes, firstRow, lastRow, ...rest } = second;
  assert.deepEqual(rest, {
    ...{ name: "live", startTime: 1000, tables: 1, senders: 2, rows: 505 },
    open: true,
  });
  assert.ok(bytes > 4096);
  assert.ok(firstRow <= lastRow && Math.abs(lastRow - before) < 60);
  assert.deepEqual([first.name, first.rows, first.open], ["gone", 10, false]);

  const text = await runOml2("ls", server.dataDir);
  assert.equal(text.status, 0);
  assert.match(text.stdout, /^EXPERIMENT +SIZE .* STATE\n/);
  assert.match(text.stdout, /\ngone .* 10 +1 .* closed\n/);
  assert.match(text.stdout, /\nlive .* 505 +2 +\d{4}-\d\d-\d\d .* open\n$/);

  const one = await runOml2("ls", server.path("live"), "--format=json");
  assert.deepEqual(
    JSON.parse(one.stdout).experiments.map(({ name, open }: typeof first) => [
      ...[name, open],
    ]),
    [["live", true]],
  );
  await server.stop();
  const stopped = await runOml2("ls", "-D", server.dataDir);
  assert.match(stopped.stdout, /\nlive .* closed\n$/);
});

test("A file that can't be read has its fault in the list, and exit status 1", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "good" }, numbered(0, 3));
  await client.end();
  await leaves(server, "good");
  writeFileSync(
    server.path("bad"),
    "no database, though long enough ".repeat(9),
  );
  const { status, stdout, stderr } = await runOml2("ls", server.dataDir);
  assert.deepEqual([status, stderr], [1, ""]);
  assert.match(stdout, /\nbad .*file is not a database\n/);
  assert.match(stdout, /\ngood .* 3 +1 .* closed\n$/);
});

test("A directory without experiments is no error, one that is missing is", async () => {
  const empty = await runOml2("ls", "-D", directory);
  assert.deepEqual(
    [empty.status, empty.stdout],
    [0, `no experiments in ${directory}\n`],
  );
  assert.deepEqual(readdirSync(directory), []);
  const missing = await runOml2("ls", "-D", join(directory, "missing"));
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^oml2 ls: Cannot list .*missing: it does not/);
});

test("A directory that may not be read is named", {
  skip: process.getuid?.() === 0 && "root may read everything",
}, async () => {
  const closed = makeTempDir();
  chmodSync(closed, 0);
  const { status, stderr } = await runOml2("ls", closed);
  removeTempDir(closed);
  assert.equal(status, 1);
  assert.match(stderr, /Cannot list .*: .*permission/i);
});

test("A capture file must be stored first", async () => {
  const path = join(directory, "run.oml");
  writeFileSync(path, "protocol: 4\n");
  const { status, stderr } = await runOml2("ls", path);
  assert.equal(status, 1);
  assert.match(stderr, /it is no database; store it first if .*: oml2 import/);
});
