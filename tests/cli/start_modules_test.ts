import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";

/** What only a page needs. */
const PAGE_ONLY =
  /^(?:http|archive|web)\/|^(?:@hono\/|hono|zod|prom-client|preact|uplot)/;

/** Static imports and re-exports; those of types alone do not exist at run time. */
const IMPORT =
  /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;

/** All modules that the given files load when they are loaded. */
function loaded(files: readonly string[]): Map<string, string> {
  const importers = new Map(files.map((file) => [file, "the start"]));
  for (const file of importers.keys()) {
    if (!file.endsWith(".ts")) continue;
    const source = readFileSync(join(repositoryRoot, file), "utf8");
    for (const [, name] of source.matchAll(IMPORT)) {
      const target = name.startsWith(".") ? join(file, "..", name) : name;
      if (!importers.has(target)) importers.set(target, file);
    }
  }
  return importers;
}

test("A program without --http loads nothing that only a page needs", () => {
  const modules = loaded([
    ...["main.ts", "entries/node.ts", "ports/deno.ts", "ports/node.ts"],
    ...["entries/deno_worker.ts", "entries/node_worker.ts"],
    ...["cli/commands/server.ts", "cli/server/serve.ts"],
    ...["cli/commands/proxy.ts", "cli/proxy/serve.ts"],
  ]);
  assert.ok(modules.size > 200, `only ${modules.size} modules were found`);
  const unwanted = [...modules].filter(([module]) => PAGE_ONLY.test(module));
  assert.deepEqual(
    unwanted.map(([module, importer]) => `${importer} loads ${module}`),
    [],
  );
});

test("With --http they are loaded", () => {
  const modules = loaded(["http/start.ts", "http/metrics/server_metrics.ts"]);
  for (const one of ["hono", "prom-client", "http/page.ts"]) {
    assert.ok(modules.has(one), one);
  }
});
