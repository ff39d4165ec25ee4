import assert from "node:assert/strict";
import { test } from "node:test";
import { runOml2 } from "../_support/run_command.ts";

test("oml2 --version and oml2 --help print to stdout and leave with 0", async () => {
  const version = await runOml2("--version");
  assert.deepEqual([version.status, version.stderr], [0, ""]);
  assert.match(version.stdout, /^oml2 \d+\.\d+\.\d+\n/);
  const help = await runOml2("--help");
  assert.deepEqual([help.status, help.stderr], [0, ""]);
  assert.match(help.stdout, /Commands:\n +server /);
});

test("oml2 server --version, --help and --usage do, too", async () => {
  for (const flag of ["-v", "-?", "--usage"]) {
    const { status, stdout, stderr } = await runOml2("server", flag);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /oml2-server/);
  }
});

test("Without a command, or with an unknown one, it says which there are", async () => {
  for (const args of [[], ["serve"]]) {
    const { status, stdout, stderr } = await runOml2(...args);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^oml2: no command[^\n]*server[^\n]*--help\n$/);
  }
});
