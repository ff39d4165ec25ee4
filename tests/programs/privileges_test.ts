import assert from "node:assert/strict";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { type Account, findAccount } from "../../cli/process/accounts.ts";
import { noSetpriv, notRoot } from "../_support/as_root.ts";
import { connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { runCommand } from "../_support/run_command.ts";
import { serverCommand } from "../_support/runtime_command.ts";
import { type ServerProcess, startServer } from "../_support/server_process.ts";
import { countRows } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const nobody = findAccount("nobody");

/** Passes `use` a directory that belongs to an account. */
async function inDirectoryOf(
  { uid, gid }: Account,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const root = makeTempDir();
  try {
    chmodSync(root, 0o755);
    const directory = join(root, "data");
    mkdirSync(directory, { mode: 0o700 });
    chownSync(directory, uid, gid);
    await use(directory);
  } finally {
    removeTempDir(root);
  }
}

/** The privileges of each thread of a process, as Linux reports them. */
function rightsOfThreads(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const path = `/proc/${pid}/task/${thread}/status`;
    const lines = readFileSync(path, "utf8").match(
      /^(Uid|Gid|Groups|Cap\w+).*/gm,
    );
    return (lines ?? []).map((line) => line.trim().split(/\s+/).join(" "))
      .join("\n");
  });
}

/** The expected privileges: this user and group, and no capabilities. */
function rightsOf({ uid, gid }: Account): RegExp {
  const ids = (id: number) => Array(4).fill(id).join(" ");
  const none = "0".repeat(16);
  return new RegExp(
    `^Uid: ${ids(uid)}\nGid: ${ids(gid)}\nGroups: ${gid}\nCapInh: ${none}\n` +
      `CapPrm: ${none}\nCapEff: ${none}\nCapBnd: \\w+\nCapAmb: ${none}$`,
  );
}

function checkThreads(server: ServerProcess, account: Account): void {
  const threads = rightsOfThreads(server.pid);
  assert.ok(threads.length > 1, "both runtimes have several threads");
  for (const rights of threads) assert.match(rights, rightsOf(account));
}

/** A port below 1024 on which no process listens. */
async function freeLowPort(): Promise<number> {
  for (let port = 1023; port > 512; port--) {
    const probe = createServer().listen(port, "127.0.0.1");
    const free = await once(probe, "listening").then(() => true, () => false);
    if (!free) continue;
    probe.close();
    await once(probe, "close");
    return port;
  }
  throw new Error("There is no free port below 1024");
}

test("--user drops root's privileges in every thread, old and new", {
  skip: noSetpriv,
}, () =>
  inDirectoryOf(nobody, async (dataDir) => {
    const command = ["setpriv", "--groups", "0,1,2", ...serverCommand()];
    const args = ["--user", "nobody"];
    const server = await startServer({ dataDir, args, command });
    try {
      checkThreads(server, nobody);
      // Several databases at a time use several worker threads.
      const domains = ["a", "b", "c", "d"];
      const clients = [];
      for (const domain of domains) {
        const client = await connect(server.port);
        clients.push(client);
        await client.send(headers({ domain }) + numbered(0, 100));
      }
      for (const domain of domains) {
        const path = join(dataDir, `${domain}.sq3`);
        await waitFor("its rows", () => countRows(path, "app_m") === 100);
      }
      checkThreads(server, nobody);
      for (const client of clients) await client.end();
      assert.equal(await server.stop(), 0);
      for (const name of readdirSync(dataDir)) {
        const { uid, gid } = statSync(join(dataDir, name));
        assert.deepEqual([name, uid, gid], [name, nobody.uid, nobody.gid]);
      }
    } finally {
      await server.kill();
    }
  }));

/** The files that a process can write, by its descriptors and memory maps. */
function writableFiles(pid: number): string[] {
  const links = readdirSync(`/proc/${pid}/fd`)
    .map((name) => `/proc/${pid}/fd/${name}`)
    .filter((link) => (lstatSync(link).mode & 0o200) !== 0)
    .map((link) => readlinkSync(link));
  const maps = readFileSync(`/proc/${pid}/maps`, "utf8")
    .matchAll(/ rw.s (?:\S+ +){3}(.*)$/gm);
  return [...links, ...[...maps].map(([, path]) => path)]
    .filter((path) => path.startsWith("/") && !path.startsWith("/dev/"));
}

test("--user leaves no file of root's open for writing", {
  skip: notRoot,
}, () =>
  inDirectoryOf(nobody, async (dataDir) => {
    const server = await startServer({ dataDir, args: ["--user", "nobody"] });
    try {
      const client = await connect(server.port);
      await client.send(headers({ domain: "a" }) + numbered(0, 3));
      const path = join(dataDir, "a.sq3");
      await waitFor("its rows", () => countRows(path, "app_m") === 3);
      const others = writableFiles(server.pid)
        .filter((path) => !path.startsWith(dataDir));
      assert.deepEqual(others, []);
      assert.equal(await server.stop(), 0);
    } finally {
      await server.kill();
    }
  }));

test(
  "--group replaces the user's own group",
  { skip: notRoot },
  () => {
    const account = findAccount("nobody", "daemon");
    return inDirectoryOf(account, async (dataDir) => {
      const args = ["--user", "nobody", "--group", "daemon"];
      const server = await startServer({ dataDir, args });
      try {
        checkThreads(server, account);
      } finally {
        await server.kill();
      }
    });
  },
);

test("A privileged port is bound before root's privileges are dropped", {
  skip: notRoot,
}, () =>
  inDirectoryOf(nobody, async (dataDir) => {
    const port = await freeLowPort();
    const args = ["--user", "nobody", "-l", `127.0.0.1:${port}`];
    const server = await startServer({ dataDir, args });
    try {
      assert.equal(server.port, port);
      checkThreads(server, nobody);
      const client = await connect(port);
      await client.send(headers({ domain: "low" }) + numbered(0, 3));
      await client.end();
      assert.equal(countRows(join(dataDir, "low.sq3"), "app_m"), 3);
    } finally {
      await server.kill();
    }
  }));

test(
  "A data directory that the user can't use makes the start fail with status 1",
  {
    skip: notRoot,
  },
  () =>
    inDirectoryOf(findAccount("root"), async (dataDir) => {
      const { status, stderr } = await runCommand(
        ...["-D", dataDir, "-l", "0", "--user", "nobody"],
      );
      assert.equal(status, 1);
      assert.match(stderr, /ERROR Cannot use the data directory .*-D/);
      assert.ok(stderr.includes(dataDir), stderr);
      assert.deepEqual(readdirSync(dataDir), []);
    }),
);

test("The log belongs to the user, even if a start as root fails", {
  skip: notRoot,
}, () =>
  inDirectoryOf(nobody, async (directory) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const logfile = join(directory, "log");
    const { status, stderr } = await runCommand(
      ...["-D", directory, "-l", `127.0.0.1:${port}`, "--logfile", logfile],
      ...["--user", "nobody"],
    );
    other.close();
    assert.equal(status, 1);
    assert.match(stderr, /^oml2-server: Cannot listen on 127\.0\.0\.1 port /);
    assert.match(readFileSync(logfile, "utf8"), / ERROR Cannot listen on /);
    const { uid, gid } = statSync(logfile);
    assert.deepEqual([uid, gid], [nobody.uid, nobody.gid]);
  }));

test("A log that the user can't write makes the start fail with status 1", {
  skip: notRoot,
}, () =>
  inDirectoryOf(findAccount("root"), async (directory) => {
    const logfile = join(directory, "log");
    const { status, stderr } = await runCommand(
      ...["-D", directory, "-l", "0", "--logfile", logfile],
      ...["--user", "nobody"],
    );
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^oml2-server: Cannot write the log [^\n]*; give its user write permission [^\n]*\n$/,
    );
    assert.equal(existsSync(logfile), false);
  }));

test("An unknown user or group makes the start fail with status 1 and one line", async () => {
  const dataDir = makeTempDir();
  for (
    const [unknown, ...args] of [
      ["no-user", "--user", "no-user"],
      ["no-group", "--user", "nobody", "--group", "no-group"],
    ]
  ) {
    const { status, stderr } = await runCommand("-D", dataDir, ...args);
    assert.equal(status, 1);
    assert.match(stderr, /^oml2-server: Cannot find the [^\n]*\n$/);
    assert.ok(stderr.includes(`"${unknown}"`), stderr);
  }
  assert.deepEqual(readdirSync(dataDir), []);
  removeTempDir(dataDir);
});
