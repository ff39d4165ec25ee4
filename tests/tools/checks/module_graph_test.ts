import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import {
  moduleGraph,
  readModuleGraph,
} from "../../../tools/checks/module_graph.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { onDeno } from "../../_support/this_runtime.ts";

test("moduleGraph() names modules by their path, and packages without version", () => {
  const code = (specifier: string) => ({ code: { specifier } });
  const graph = moduleGraph({
    modules: [
      {
        specifier: "file:///repo/a.ts",
        dependencies: [
          code("node:fs"),
          code("npm:pg@8.23.1"),
          code("npm:/@logtape/logtape@2.4.2"),
          code("file:///repo/lib/b.ts"),
          { type: { specifier: "file:///repo/lib/b.ts" } },
        ],
      },
      { specifier: "file:///repo/lib/b.ts" },
      { specifier: "file:///tmp/all.ts" },
    ],
  }, "file:///repo/");
  assert.deepEqual([...graph], [
    ["a.ts", ["lib/b.ts", "node:fs", "npm:@logtape/logtape", "npm:pg"]],
    ["lib/b.ts", []],
  ]);
});

test("moduleGraph() throws the errors of modules that Deno could not load", () => {
  const modules = [{ specifier: "file:///repo/a.ts", error: "not found" }];
  assert.throws(
    () => moduleGraph({ modules }, "file:///repo/"),
    /a\.ts: not found/,
  );
});

test("readModuleGraph() includes types, re-exports and dynamic imports", {
  skip: !onDeno && "deno info runs under Deno",
}, () => {
  const files = ["mod.ts", "main.ts", "cli/commands.ts"];
  const graph = readModuleGraph(process.execPath, repositoryRoot, files);
  const imports = (file: string) => graph.get(file) ?? [];
  assert(imports("mod.ts").includes("codec/errors.ts"));
  assert(imports("cli/commands.ts").includes("cli/commands/server.ts"));
  assert(imports("cli/commands.ts").includes("cli/subcommand.ts"));
  assert(imports("cli/run.ts").includes("node:process"));
});
