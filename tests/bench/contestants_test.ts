import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { contestants } from "../../bench/contestants.ts";

const CHOICE = {
  ...{ runtimes: ["deno"] as const, node: "node", executables: ["dist/oml2"] },
  ...{ against: "other -l {port} -D {dir} --log {dir}/log" },
  againstName: "other server",
};

test("another server is the last, with its port and directory in its command", () => {
  const { servers } = contestants(CHOICE);
  assert.deepEqual(servers.map(({ name }) => name), [
    ...["Deno", "dist/oml2", "other server"],
  ]);
  assert.deepEqual(servers[2].command(3003, "/data"), [
    ...["other", "-l", "3003", "-D", "/data", "--log", "/data/log"],
  ]);
});

test("an executable is started by its absolute path", () => {
  const { servers, proxies } = contestants(CHOICE);
  for (const [, executable] of [servers, proxies]) {
    assert.equal(executable.command(3003, "/data")[0], resolve("dist/oml2"));
  }
});

test("a server with few permissions can write only its own directory", () => {
  const [restricted] = contestants(CHOICE).permissions;
  const command = restricted.command(3003, "/data");
  assert.ok(command.includes("-P"));
  assert.ok(command.includes("--allow-write=/data"));
  assert.deepEqual(contestants({ ...CHOICE, runtimes: [] }).permissions, []);
});
