import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";

/** What only a page needs, except for the small check of tokens. */
const PAGE_ONLY =
  /^(?:http\/(?!security\/token)|archive\/|web\/)|^(?:@hono\/zod|hono|zod|prom-client|preact|uplot)/;

/** Static imports and re-exports; those of types alone do not exist at run time. */
const STATIC =
  /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;

/** Dynamic imports with a known name, whose modules Deno reads at the start. */
const DYNAMIC = /\bimport\(\s*"([^"]+)",?\s*\)/g;

/** The same only as a type. */
const TYPES = /\btypeof import\([^)]*\)/g;

/** All modules that the given files load, or that Deno reads with them. */
function loaded(files: readonly string[]): Map<string, string> {
  const importers = new Map(files.map((file) => [file, "the start"]));
  for (const file of importers.keys()) {
    if (!file.endsWith(".ts")) continue;
    const source = readFileSync(join(repositoryRoot, file), "utf8")
      .replace(TYPES, "");
    const found = [STATIC, DYNAMIC].flatMap((form) => [
      ...source.matchAll(form),
    ]);
    for (const [, name] of found) {
      const target = name.startsWith(".") ? join(file, "..", name) : name;
      if (!importers.has(target)) importers.set(target, file);
    }
  }
  return importers;
}

test("A program without --http neither loads nor reads what only a page needs", () => {
  const modules = loaded([
    ...["main.ts", "entries/node.ts", "cli/commands/server.ts"],
    ...["entries/deno_worker.ts", "entries/node_worker.ts"],
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
