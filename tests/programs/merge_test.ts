import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { cleanEnv } from "../_support/clean_env.ts";
import { numbered } from "../_support/hello.ts";
import { MemoryPeak } from "../_support/resident_memory.ts";
import { runOml2 } from "../_support/run_command.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { countRows } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";
import { createDatabase } from "../archive/sqlite/_support/databases.ts";

const merge = (...args: readonly string[]) => runOml2("merge", ...args);

test("oml2 merge joins what a killed server and its successor have stored", async () => {
  const root = makeTempDir();
  try {
    await using killed = await TestServer.start();
    await using next = await TestServer.start();
    const hello = { domain: "lab", startTime: 1_000 };
    const first = await killed.client(hello, numbered(0, 500));
    await killed.sees(500, "lab");
    // Its log stays behind.
    await killed.process.kill();
    first.destroy();
    // The client sends again what it is not sure of.
    const later = { ...hello, startTime: 990 };
    const client = await next.client(later);
    let lines = "";
    for (let i = 300; i < 700; i++) lines += `${i + 10}\t1\t${i}\t${i}\n`;
    await client.send(lines);
    const other = await next.client({ ...later, sender: "s2" }, numbered(0, 9));
    await client.end();
    await other.end();
    await next.closes("lab");
    const to = join(root, "lab.sq3");
    const parts = [killed.path("lab"), next.path("lab")];
    const { status, stdout, stderr } = await merge(...parts, "--to", to);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(stdout.split("\n"), [
      `${parts[0]}: 500 rows, 1 sender`,
      `${parts[1]}: 409 rows, 2 senders`,
      `${to}: 709 rows, 1 table, 2 senders, 0 rejected; ` +
      "200 rows were in another part, too",
      "",
    ]);
    await using single = await TestServer.start();
    const all = await single.client(later);
    lines = "";
    for (let i = 0; i < 700; i++) lines += `${i + 10}\t1\t${i}\t${i}\n`;
    await all.send(lines);
    const s2 = await single.client({ ...later, sender: "s2" }, numbered(0, 9));
    await all.end();
    await s2.end();
    await single.closes("lab");
    const same = await runOml2(
      ...["verify", to, single.path("lab"), "--no-server-time"],
    );
    assert.deepEqual([same.status, same.stderr], [0, ""], same.stdout);
    const report = await runOml2("report", to);
    assert.match(report.stdout, /709/);
    assert.equal(statSync(to).mode & 0o027, 0);
    const csv = await runOml2("export", to);
    assert.equal(csv.stdout.trim().split("\n").length, 710);
    await using heir = await TestServer.start();
    const { dataDir } = heir;
    await merge(...parts, "--to", join(dataDir, "lab.sq3"));
    const more = await heir.client(later, "800\t1\t800\t800\n");
    await more.end();
    assert.equal(countRows(heir.path("lab"), "app_m"), 710);
  } finally {
    removeTempDir(root);
  }
});

test("oml2 merge says which input is wrong, and leaves no file", async () => {
  const root = makeTempDir();
  try {
    await using server = await TestServer.start();
    const client = await server.client({ domain: "lab" }, numbered(0, 3));
    await client.end();
    await server.closes("lab");
    const part = server.path("lab");
    const to = join(root, "new.sq3");
    const cases: readonly [readonly string[], RegExp][] = [
      [[part], /lab\.sq3: it is the only part; give all parts/],
      [[part, part], /lab\.sq3: it is given twice/],
      [[part, join(root, "none.sq3")], /none\.sq3: it does not exist/],
      [[part, root], /it has neither \.sq3 nor/],
      [[part, "deno.json"], /deno\.json: it is no database file; give the/],
    ];
    for (const [parts, fault] of cases) {
      const { status, stderr } = await merge(...parts, "--to", to);
      assert.equal(status, 1);
      assert.match(stderr, fault);
      assert.match(stderr, /^oml2 merge: Cannot merge .*\n$/);
    }
    const there = await merge(part, part, "--to", "lab.db");
    assert.equal(there.status, 2);
    assert.equal(existsSync(to), false);
  } finally {
    removeTempDir(root);
  }
});

/** Starts a merge of two parts that have the same rows. */
function startMerge(
  root: string,
  rows: number,
  ...options: readonly string[]
) {
  const parts = [1, 2].map((i) => join(root, `${rows}-${i}.sq3`));
  using database = createDatabase(parts[0], "delete");
  database.exec(
    `WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows})
    INSERT INTO app_m SELECT i, 1, i, i, i, i FROM c`,
  );
  copyFileSync(parts[0], parts[1]);
  const to = join(root, `merged-${rows}.sq3`);
  const [program, ...args] = oml2Command();
  const child = spawn(program, [
    ...args,
    "merge",
    ...parts,
    "--to",
    to,
    ...options,
  ], {
    cwd: repositoryRoot,
    env: cleanEnv(),
    stdio: "ignore",
  });
  return { child, to };
}

test("oml2 merge takes as much memory for many rows as for few", async () => {
  const root = makeTempDir();
  try {
    const peakOf = async (rows: number) => {
      const { child, to } = startMerge(root, rows, "--keep-all");
      using peak = new MemoryPeak(child.pid ?? 0);
      assert.deepEqual(await once(child, "exit"), [0, null]);
      assert.equal(countRows(to, "app_m"), 2 * rows);
      return peak.bytes;
    };
    // Fewer rows are merged before their memory can be measured.
    const growth = await peakOf(1_000_000) - await peakOf(200_000);
    // 50 bytes for each row would be 80 MB.
    assert.ok(growth < 75e6, `${growth}`);
  } finally {
    removeTempDir(root);
  }
});

test("oml2 merge removes what it has written when it is stopped", async () => {
  const root = makeTempDir();
  try {
    const { child, to } = startMerge(root, 100_000);
    const isUnfinished = () =>
      readdirSync(root).some((name) => name.endsWith(".unfinished"));
    await waitFor("the new file", isUnfinished);
    const exited = once(child, "exit");
    process.kill(child.pid ?? 0, "SIGTERM");
    assert.deepEqual(await exited, [1, null]);
    assert.equal(existsSync(to), false);
    assert.equal(isUnfinished(), false);
  } finally {
    removeTempDir(root);
  }
});
