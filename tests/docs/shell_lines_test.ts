import assert from "node:assert/strict";
import { test } from "node:test";
import { commandsOf, filesOf, tasksOf } from "./_support/shell_lines.ts";

const names = new Set(["oml2", "oml2-server"]);

test("commandsOf() finds programs with their words, but not in comments", () => {
  const code = "./bin/oml2-server -D ./data   # oml2 status\n" +
    "X=1 oml2 load 3003 \\\n  --tuples 5 && ls /var/lib/oml2 -l\n" +
    "bench --against 'oml2-server -l {port} -D {dir}' --name x\n";
  assert.deepEqual(commandsOf(code, names), [
    { name: "oml2-server", words: ["-D", "./data"] },
    { name: "oml2", words: ["load", "3003", "--tuples", "5", "&&"] },
    { name: "oml2-server", words: ["-l", "{port}", "-D", "{dir}'"] },
  ]);
});

test("tasksOf() finds the tasks, and filesOf() the files", () => {
  const code = "npx -y deno@2.9.6 task compile:node\ndeno task -q ok\n" +
    "deno run -A bench/plot.ts latest.json DIR # tests/a.ts\n";
  assert.deepEqual(tasksOf(code), ["compile:node", "ok"]);
  assert.deepEqual(filesOf(code), ["bench/plot.ts"]);
});
