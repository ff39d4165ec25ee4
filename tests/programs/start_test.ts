import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { runCommand } from "../_support/run_command.ts";
import { startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";

/**
 * Runs the server in conditions where it must fail; `use` gets an empty
 * directory.
 */
async function inTempDir(
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = makeTempDir();
  try {
    await use(directory);
  } finally {
    removeTempDir(directory);
  }
}

test("A second server on a data directory names the first one and exits with 1", async () => {
  await using server = await TestServer.start();
  const { status, stderr } = await runCommand("-D", server.dataDir, "-l", "0");
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`process id ${server.process.pid}\\b`));
  assert.ok(stderr.includes(server.dataDir), stderr);
  assert.equal(server.process.running, true);
});

test("A missing data directory is created", () =>
  inTempDir(async (root) => {
    const dataDir = join(root, "new");
    const server = await startServer({ dataDir });
    assert.equal(await server.stop(), 0);
    assert.deepEqual(readdirSync(root), ["new"]);
  }));

test("A data directory without a parent makes the start fail with status 1", () =>
  inTempDir(async (root) => {
    const dataDir = join(root, "no", "where");
    const { status, stderr } = await runCommand("-D", dataDir, "-l", "0");
    assert.equal(status, 1);
    assert.match(stderr, /ERROR Cannot use the data directory .*not exist.*-D/);
    assert.ok(stderr.includes(dataDir), stderr);
  }));

test("A data directory that is a file makes the start fail with status 1", () =>
  inTempDir(async (root) => {
    const dataDir = join(root, "file");
    writeFileSync(dataDir, "");
    const { status, stderr } = await runCommand("-D", dataDir, "-l", "0");
    assert.equal(status, 1);
    assert.match(stderr, /is not a directory/);
  }));

for (const [mode, what] of [[0o300, "read"], [0o500, "written"]] as const) {
  test(
    `A data directory that can't be ${what} makes the start fail with status 1`,
    {
      skip: process.getuid?.() === 0 && "root may do everything",
    },
    () =>
      inTempDir(async (root) => {
        const dataDir = join(root, "closed");
        mkdirSync(dataDir, { mode });
        const { status, stderr } = await runCommand("-D", dataDir, "-l", "0");
        chmodSync(dataDir, 0o700);
        assert.equal(status, 1);
        assert.match(stderr, new RegExp(`directory .*can't be ${what}.*-D`));
        assert.ok(stderr.includes(dataDir), stderr);
      }),
  );
}

test(
  "A data directory in which no file can be created makes the start fail with status 1, and is named",
  {
    skip: process.platform !== "linux" && "only Linux has /proc",
  },
  async () => {
    const { status, stderr } = await runCommand("-D", "/proc", "-l", "0");
    assert.equal(status, 1);
    assert.match(stderr, /\/proc/);
  },
);

test("A port in use makes the start fail with status 1, and is named", () =>
  inTempDir(async (root) => {
    const other = createServer().listen(0);
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { status, stderr } = await runCommand("-D", root, "-l", `${port}`);
    other.close();
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`Cannot listen on port ${port}: .*-l`));
  }));

test("A bad option makes the start fail with status 2 and one line, and creates nothing", () =>
  inTempDir(async (root) => {
    const dataDir = join(root, "new");
    for (const bad of [["--nonsense"], ["-t", "x"], ["-D"], ["-l", "70000"]]) {
      const { status, stderr } = await runCommand("-D", dataDir, ...bad);
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^oml2(-server)?: [^\n]+\n$/);
      assert.ok(stderr.includes(bad[0]), stderr);
    }
    assert.deepEqual(readdirSync(root), []);
  }));

test("A log that can't be opened makes the start fail with status 1 and one line", () =>
  inTempDir(async (root) => {
    const logfile = join(root, "no", "log");
    const { status, stderr } = await runCommand(
      ...["-D", root, "-l", "0", "--logfile", logfile],
    );
    assert.equal(status, 1);
    assert.match(stderr, /^oml2-server: [^\n]+\n$/);
    assert.ok(stderr.includes(logfile), stderr);
  }));

test("An error during the start goes to the log and to stderr", () =>
  inTempDir(async (root) => {
    const logfile = join(root, "log");
    const { status, stderr } = await runCommand(
      ...["-D", join(root, "no", "where"), "--logfile", logfile],
    );
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^oml2-server: Cannot use the data directory [^\n]*\n$/,
    );
    assert.deepEqual(readdirSync(root), ["log"]);
  }));
