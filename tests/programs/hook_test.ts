import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chownSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { findAccount } from "../../cli/process/accounts.ts";
import { notRoot } from "../_support/as_root.ts";
import { numbered } from "../_support/hello.ts";
import { GOOD_HOOK, HookScript } from "../_support/hook_script.ts";
import { isRunning } from "../_support/process_state.ts";
import { serverCommand } from "../_support/runtime_command.ts";
import { startServer } from "../_support/server_process.ts";
import { scalar } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

/** The lines that a hook receives about the database of a domain. */
function uri(server: TestServer, domain: string): string {
  return pathToFileURL(server.path(domain)).href.replace("file://", "file:");
}

test("A hook receives the creation, closing and reopening of a database, and EXIT", async () => {
  using hook = new HookScript(GOOD_HOOK);
  await using server = await TestServer.start("-H", hook.path);
  const first = await server.client({ domain: "my exp" }, numbered(0, 10));
  const place = uri(server, "my exp");
  assert.match(place, /^file:\/.*\/my%20exp\.sq3$/);
  assert.deepEqual(await hook.tells(1), [`DBCREATED ${place}`]);
  await first.end();
  await hook.tells(2);
  await (await server.client({ domain: "my exp" }, numbered(10, 20))).end();
  await hook.tells(4);
  assert.equal(await server.stop(), 0);
  assert.deepEqual(hook.told(), [
    `DBCREATED ${place}`,
    `DBCLOSED ${place}`,
    `DBOPENED ${place}`,
    `DBCLOSED ${place}`,
    "EXIT ",
  ]);
});

test("A database is opened once for several clients, and closed after the last", async () => {
  using hook = new HookScript(GOOD_HOOK);
  await using server = await TestServer.start("-H", hook.path);
  const clients = [];
  for (const sender of ["s1", "s2", "s3"]) {
    const hello = { domain: "a", sender };
    clients.push(await server.client(hello, numbered(0, 10)));
  }
  await server.sees(30, "a");
  for (const client of clients) {
    assert.equal(hook.told().length, 1);
    await client.end();
  }
  await hook.tells(2);
  await server.stop();
  const commands = hook.told().map((line) => line.split(" ")[0]);
  assert.deepEqual(commands, ["DBCREATED", "DBCLOSED", "EXIT"]);
});

test("When a hook receives that a database is closed, its one file is complete", async () => {
  using hook = new HookScript(`echo OML HOOK READY
    while read -r command uri; do
      [ "$command" = DBCLOSED ] || continue
      file=\${uri#file:}
      cp "$file" "$told.sq3"
      ls "\${file%/*}" >>"$told"
    done`);
  await using server = await TestServer.start("-H", hook.path);
  const client = await server.client({ domain: "a" }, numbered(0, 5_000));
  await client.end();
  assert.deepEqual(await hook.tells(1), ["a.sq3"]);
  const count = "select count(*) from app_m";
  assert.equal(scalar(hook.written(".sq3"), count), 5_000);
});

test("At a stop a hook receives every closing before EXIT", async () => {
  using hook = new HookScript(GOOD_HOOK);
  await using server = await TestServer.start("-H", hook.path);
  const domains = Array.from({ length: 12 }, (_, i) => `d${i}`);
  for (const domain of domains) {
    await server.client({ domain }, numbered(0, 50));
  }
  await hook.tells(12);
  assert.equal(await server.stop(), 0);
  const told = hook.told();
  assert.equal(told.length, 25);
  const lines = (command: string) =>
    domains.map((domain) => `${command} ${uri(server, domain)}`).sort();
  assert.deepEqual(told.slice(0, 12).sort(), lines("DBCREATED"));
  assert.deepEqual(told.slice(12, 24).sort(), lines("DBCLOSED"));
  assert.equal(told[24], "EXIT ");
});

/** Checks that a server with a bad hook logs that, and works. */
async function servesWithout(hook: string, warning: RegExp): Promise<void> {
  await using server = await TestServer.start("-H", hook);
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  await server.logs(warning, 8_000);
  await client.end();
  assert.equal(await server.stop(), 0);
  assert.equal(server.process.stderr().match(/ WARNING /g)?.length, 1);
}

const BAD_HOOKS = [
  [
    "prints nothing",
    "cat",
    /WARNING .* did not print "OML HOOK READY" within 5000 ms/,
  ],
  ["prints another banner", "echo HELLO; cat", /WARNING .* printed "HELLO"/],
  ["dies at once", "exit 7", /WARNING .* exited \(status 7\)/],
] as const;

for (const [what, body, warning] of BAD_HOOKS) {
  test(`A hook that ${what} causes a warning, and the server keeps running`, async () => {
    using hook = new HookScript(body);
    await servesWithout(hook.path, warning);
  });
}

test("A missing hook causes a warning, and the server keeps running", () =>
  servesWithout("/no/such/hook", /WARNING .*\/no\/such\/hook cannot be start/));

test("A hook that can't be executed causes a warning, and the server keeps running", async () => {
  using hook = new HookScript(GOOD_HOOK, 0o644);
  await servesWithout(hook.path, /WARNING .* cannot be started/);
});

test("A hook that dies causes a warning, and the server keeps running", async () => {
  using hook = new HookScript(`echo OML HOOK READY; read -r line; exit 4`);
  await servesWithout(hook.path, /WARNING .* exited \(status 4\)/);
});

test("A hook that neither reads nor exits does not delay the stop for 10 s", async () => {
  using hook = new HookScript(`trap '' TERM; echo OML HOOK READY
    while :; do sleep 0.2; done`);
  await using server = await TestServer.start("-H", hook.path);
  await server.logs(/hook .* is ready/);
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  const began = performance.now();
  assert.equal(await server.stop(), 0);
  assert.ok(performance.now() - began < 10_000);
  assert.equal(isRunning(await hook.pid()), false);
});

test("A hook has some seconds for its last work", async () => {
  using hook = new HookScript(`echo OML HOOK READY
    while read -r command uri; do
      [ "$command" = DBCLOSED ] && sleep 2 && echo "copied $uri" >>"$told"
      [ "$command" = EXIT ] && exit
    done`);
  await using server = await TestServer.start("-H", hook.path);
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  assert.equal(await server.stop(), 0);
  assert.deepEqual(hook.told(), [`copied ${uri(server, "a")}`]);
});

test("A hook of a killed server reads the end of its input", async () => {
  using hook = new HookScript(GOOD_HOOK);
  await using server = await TestServer.start("-H", hook.path);
  await server.client({ domain: "a" }, numbered(0, 10));
  await hook.tells(1);
  await server.process.kill();
  const [, last] = await hook.tells(2);
  assert.equal(last, "end of input");
  const pid = await hook.pid();
  await waitFor("the hook to leave", () => !isRunning(pid));
});

test("Ctrl-C at the terminal reaches the server, not its hook", {
  skip: spawnSync("setsid", ["--version"]).status !== 0 &&
    "setsid(1) is not installed",
}, async () => {
  using hook = new HookScript(GOOD_HOOK);
  const dataDir = makeTempDir();
  const command = ["setsid", ...serverCommand()];
  const args = ["-H", hook.path];
  const server = await startServer({ dataDir, args, command });
  try {
    await hook.pid();
    process.kill(-server.pid, "SIGINT");
    assert.equal(await server.exited, 0);
    assert.deepEqual(hook.told(), ["EXIT "]);
  } finally {
    await server.kill();
    removeTempDir(dataDir);
  }
});

test("The stderr of a hook goes beside the server's log", async () => {
  using hook = new HookScript(
    `echo "can't copy" >&2; echo OML HOOK READY; cat`,
  );
  await using server = await TestServer.start("-H", hook.path);
  await server.logs(/^can't copy$/m);
});

test("A hook runs with the privileges of --user, not those of root", {
  skip: notRoot,
}, async () => {
  using hook = new HookScript(`echo "$(id -u) $(id -G) $HOME" >>"$told"
    ${GOOD_HOOK}`);
  const { uid, gid, home } = findAccount("nobody");
  const dataDir = makeTempDir();
  chownSync(dataDir, uid, gid);
  const args = ["-H", hook.path, "--user", "nobody"];
  const server = await startServer({ dataDir, args });
  try {
    assert.deepEqual(await hook.tells(1), [`${uid} ${gid} ${home}`]);
    assert.equal(await server.stop(), 0);
    assert.equal(hook.told()[1], "EXIT ");
  } finally {
    await server.kill();
    removeTempDir(dataDir);
  }
});
