import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseSubcommand, SUBCOMMANDS } from "../../cli/commands.ts";

/** The selected program, and its arguments. */
function chosen(name: string, ...args: readonly string[]): unknown[] {
  const choice = chooseSubcommand(name, args);
  return choice ? [choice.subcommand.program, ...choice.args] : [];
}

test("The first argument selects the subcommand, whatever the file's name", () => {
  assert.deepEqual(chosen("node", "server", "-d4"), ["oml2-server", "-d4"]);
  assert.deepEqual(chosen("oml2", "man", "proxy"), ["oml2 man", "proxy"]);
  assert.deepEqual(chosen("oml2-server", "check"), ["oml2 check"]);
});

test("Otherwise the file's name selects the subcommand", () => {
  assert.deepEqual(chosen("oml2-server", "-d4"), ["oml2-server", "-d4"]);
  assert.deepEqual(chosen("oml2-server.exe"), ["oml2-server"]);
  assert.deepEqual(chosen("oml2-proxy-server", "-d4"), [
    "oml2-proxy-server",
    "-d4",
  ]);
  assert.deepEqual(chosen("oml2-proxy-server-linux"), ["oml2-proxy-server"]);
});

test("Without a match no subcommand is selected", () => {
  assert.deepEqual(chosen("oml2"), []);
  assert.deepEqual(chosen("deno", "-d4"), []);
  assert.deepEqual(chosen("oml2-servers"), []);
});

for (const [name, { program, load }] of SUBCOMMANDS) {
  test(`${name} has a module with a main function, and options under its program's name`, async () => {
    const { main, command } = await load();
    assert.equal(typeof main, "function");
    if (command !== undefined) assert.equal(command().name(), program);
  });
}
