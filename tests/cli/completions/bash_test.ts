import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { bashCompletions } from "../../../cli/completions/bash.ts";
import { isInstalled } from "../../_support/is_installed.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { SAMPLE } from "./_support/sample.ts";

const skip = !isInstalled("bash") && "bash is not installed";
const directory = makeTempDir();
after(() => removeTempDir(directory));
mkdirSync(join(directory, "data one"));
writeFileSync(join(directory, "data.log"), "");

/** The suggestions of bash for the last of `words`. */
function suggest(...words: readonly string[]): string[] {
  const script = [
    bashCompletions(SAMPLE),
    // Outside of a completion the builtin would fail.
    "compopt() { :; }",
    'COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))',
    '_oml2; printf "%s\\n" "${COMPREPLY[@]}"',
  ].join("\n");
  const { stdout, stderr } = spawnSync("bash", ["-c", script, "-", ...words], {
    cwd: directory,
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return stdout.split("\n").filter((line) => line !== "").sort();
}

test("Bash suggests subcommands", { skip }, () => {
  assert.deepEqual(suggest("oml2", "s"), ["server", "status"]);
  assert.deepEqual(suggest("oml2", "--v"), ["--version"]);
});

test(
  "Bash suggests options, for the subcommand and the program",
  { skip },
  () => {
    for (const start of [["oml2", "server"], ["/usr/bin/oml2-server"]]) {
      assert.deepEqual(suggest(...start, "--p"), ["--pg-host"]);
      assert.deepEqual(suggest(...start, "--no"), ["--no-rejects"]);
      assert.deepEqual(suggest(...start, "--secret"), []);
      assert.ok(suggest(...start, "-").includes("-?"));
    }
  },
);

test("Bash suggests the possible values", { skip }, () => {
  assert.deepEqual(suggest("oml2-server", "-b", ""), ["postgresql", "sqlite"]);
  // Bash splits --backend= and --backend=sq like this.
  const option = ["oml2-server", "--backend", "="];
  assert.deepEqual(suggest(...option), ["postgresql", "sqlite"]);
  assert.deepEqual(suggest(...option, "sq"), ["sqlite"]);
  assert.deepEqual(suggest("oml2", "man", ""), ["proxy", "server"]);
});

test("Bash suggests files, directories, users and groups", { skip }, () => {
  assert.deepEqual(suggest("oml2-server", "-D", "da"), ["data one"]);
  assert.deepEqual(
    suggest("oml2-server", "--logfile", "da"),
    ["data one", "data.log"],
  );
  assert.deepEqual(suggest("oml2", "view", "da"), ["data one", "data.log"]);
  assert.deepEqual(suggest("oml2", "view", "data.log", "--o"), ["--open"]);
  assert.ok(suggest("oml2-server", "--user", "roo").includes("root"));
  assert.ok(suggest("oml2-server", "--group", "roo").includes("root"));
});

test("Bash suggests nothing for free text", { skip }, () => {
  assert.deepEqual(suggest("oml2-server", "-t", ""), []);
  assert.deepEqual(suggest("oml2", "status", ""), []);
});
