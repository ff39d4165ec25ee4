import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";

/** What only a page needs, except for the small check of tokens. */
const PAGE_ONLY =
  /^(?:http\/(?!security\/token)|archive\/|web\/)|^(?:@hono\/zod|hono|zod|prom-client|preact|uplot)/;

/** What only some servers need. */
const RARELY_NEEDED =
  /^(?:cli\/check\/|server\/(?:hooks|monitor)\/|server\/rows\/(?:postgres\/postgres_store|sqlite\/sqlite_store)|pg$)/;

/** What a thread of the databases has no use for; each costs it time. */
const NOT_FOR_THREADS = /^(?:cli\/|http\/|node:(?:crypto|http|net|tls)$)/;

/** Entry files of these threads. */
const THREADS = ["entries/deno_worker.ts", "entries/node_worker.ts"];

/** Static imports and re-exports; those of types alone do not exist at run time. */
const STATIC =
  /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;

/** Dynamic imports with a known name, whose modules Deno reads at the start. */
const DYNAMIC = /\bimport\(\s*"([^"]+)",?\s*\)/g;

/** The same only as a type. */
const TYPES = /\btypeof import\([^)]*\)/g;

/** What starts a server. */
const START = ["main.ts", "entries/node.ts", "cli/commands/server.ts"];

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

/** Fails for modules of a program started by `files` that match `unwanted`. */
function assertNone(
  files: readonly string[],
  unwanted: RegExp,
  fewest = 150,
): void {
  const modules = loaded(files);
  assert.ok(modules.size > fewest, `only ${modules.size} modules were found`);
  const found = [...modules].filter(([module]) => unwanted.test(module));
  assert.deepEqual(
    found.map(([module, importer]) => `${importer} loads ${module}`),
    [],
  );
}

test("A program without --http neither loads nor reads what only a page needs", () => {
  assertNone([...START, ...THREADS], PAGE_ONLY);
});

test("A server's main thread neither loads nor reads what few servers need", () => {
  assertNone(START, RARELY_NEEDED);
});

test("A database thread loads nothing of the network", () => {
  assertNone(THREADS, NOT_FOR_THREADS, 50);
});

test("With --http they are loaded", () => {
  const modules = loaded(["http/start.ts", "http/metrics/server_metrics.ts"]);
  for (const one of ["hono", "prom-client", "http/page.ts"]) {
    assert.ok(modules.has(one), one);
  }
});
