import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { type Client, connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { runProgram } from "../_support/run_command.ts";
import { oml2Command, serverCommand } from "../_support/runtime_command.ts";
import { startServer } from "../_support/server_process.ts";
import { countRows } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const notLinux = process.platform !== "linux" &&
  "only Linux says how many files may be open";

/** The limit of open files of the server. */
const FILES = 256;

/** Clients that connect in addition to those that can be served. */
const TOO_MANY = 10;

/** A command with a limit of open files, soft and hard. */
function limited(files: number, command: readonly string[]): string[] {
  return ["sh", "-c", `ulimit -n ${files} && exec "$@"`, "sh", ...command];
}

/** Waits until the server has closed the surplus clients. */
async function served(clients: readonly Client[]): Promise<Client[]> {
  const kept = () => clients.filter(({ closedByServer }) => !closedByServer);
  await waitFor(
    "the closing of surplus clients",
    () => clients.length - kept().length === TOO_MANY || `${kept().length}`,
    20_000,
  );
  return kept();
}

test(
  "A server with few files closes new clients, and serves the connected ones",
  {
    skip: notLinux,
  },
  async () => {
    const root = makeTempDir();
    const dataDir = join(root, "data");
    mkdirSync(dataDir);
    const server = await startServer({
      dataDir,
      command: limited(FILES, serverCommand()),
    });
    const path = (domain: string) => join(dataDir, `${domain}.sq3`);
    let clients: Client[] = [];
    try {
      const told =
        /WARNING only 256 files may be open: at most (\d+) clients \(not 10000\) and (\d+) databases \(not 1000\) at once; allow/
          .exec(server.stderr());
      assert.ok(told !== null, server.stderr());
      const [most, domains] = told.slice(1).map(Number);

      // They connect first, and send when all of them are connected.
      for (let i = 0; i < most + TOO_MANY; i++) {
        clients.push(await connect(server.port));
      }
      clients = await served(clients);
      assert.equal(clients.length, most);
      assert.match(server.stderr(), /WARNING \S+: closed at once, \d+ clients/);

      await Promise.all(clients.map((client, i) =>
        client.send(
          headers({ domain: `d${i % domains}`, sender: `s${i}` }) +
            numbered(0, 10),
        )
      ));
      const rows = () => {
        const paths = Array.from({ length: domains }, (_, i) => path(`d${i}`));
        const stored = paths.filter(existsSync)
          .map((database) => countRows(database, "app_m"));
        return stored.reduce((sum, count) => sum + count, 0);
      };
      await waitFor(
        "every row",
        () => rows() === 10 * most || `${rows()}`,
        20_000,
      );

      // With all of them connected, a file for unsaved data can still be created.
      rmSync(path("d0"));
      await waitFor("the rescue file", async () => {
        await clients[0].send(numbered(10, 20)).catch(() => undefined);
        return existsSync(join(dataDir, "d0.unsaved.oml"));
      });

      await Promise.all(clients.map((client) => client.end()));
      const late = await connect(server.port);
      await late.send(headers({ domain: "late" }) + numbered(0, 10));
      await late.end();
      assert.equal(countRows(path("late"), "app_m"), 10);
      assert.doesNotMatch(server.stderr(), /too many open files/i);
    } finally {
      clients.forEach((client) => client.destroy());
      await server.stop();
      removeTempDir(root);
    }
  },
);

test("A check reports what the limit of open files allows", {
  skip: notLinux,
}, async () => {
  const root = makeTempDir();
  try {
    const { status, stdout } = await runProgram(
      limited(FILES, [...oml2Command(), "check", "-D", root, "-l0"]),
    );
    assert.equal(status, 0, stdout);
    assert.match(
      stdout,
      /^warning +open files +only 256 files may be open: at most \d+ clients .*\n +→ allow \d+ files/m,
    );
    assert.deepEqual(readdirSync(root), []);
  } finally {
    removeTempDir(root);
  }
});

test(
  "A server whose limit of open files is too low for any client does not start",
  {
    skip: notLinux,
  },
  async () => {
    const root = makeTempDir();
    try {
      const { status, stderr } = await runProgram(
        limited(40, [...serverCommand(), "-D", root, "-l0"]),
      );
      assert.equal(status, 1);
      assert.match(stderr, /Only 40 files may be open, .*LimitNOFILE/);
    } finally {
      removeTempDir(root);
    }
  },
);
