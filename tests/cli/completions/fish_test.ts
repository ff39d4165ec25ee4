import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fishCompletions } from "../../../cli/completions/fish.ts";
import { isInstalled } from "../../_support/is_installed.ts";
import { SAMPLE } from "./_support/sample.ts";

const skip = !isInstalled("fish") && "fish is not installed";

/** The suggestions of fish at the end of a line, with their descriptions. */
function suggest(line: string): string[] {
  const script = `${fishCompletions(SAMPLE)}\ncomplete -C"${line}"`;
  const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", script], {
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return stdout.split("\n").filter((line) => line !== "").sort();
}

test("Fish suggests subcommands", { skip }, () => {
  assert.deepEqual(suggest("oml2 s"), [
    "server\tstore what's sent",
    "status\ttell how it is",
  ]);
});

test(
  "Fish suggests options, for the subcommand and the program",
  { skip },
  () => {
    for (const start of ["oml2 server", "oml2-server"]) {
      assert.deepEqual(suggest(`${start} --data`), [
        "--data-dir\tdirectory: [where] it's kept",
      ]);
      assert.deepEqual(suggest(`${start} --secret`), []);
    }
  },
);

test("Fish suggests the possible values", { skip }, () => {
  assert.deepEqual(
    suggest("oml2-server -b ").map((line) => line.split("\t")[0]),
    ["postgresql", "sqlite"],
  );
  assert.deepEqual(suggest("oml2 man "), ["proxy", "server"]);
});

test("The script contains every option", () => {
  const script = fishCompletions(SAMPLE);
  assert.match(script, /^complete -c oml2-server -s 'D' -l data-dir -x /m);
  assert.match(script, /-l logfile -r -F -d 'where to log'$/m);
  assert.match(script, /-d 'directory: \[where\] it\\'s kept'$/m);
  assert.doesNotMatch(script, /secret/);
});
