import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import {
  buildDenoExecutables,
  PROGRAMS,
} from "../../tools/build/deno_executable.ts";
import { serverCommand } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { onDeno } from "../_support/this_runtime.ts";
import { proxiesGolden } from "./_support/golden.ts";

/** Builds with `base` as the runtime base; `use` receives what was embedded. */
function build(
  base: string,
  use: (embedded: ReadonlyMap<string, string>, directory: string) => void,
): void {
  const directory = makeTempDir();
  const before = process.env.DENORT_BIN;
  process.env.DENORT_BIN = base;
  try {
    use(buildDenoExecutables(directory), directory);
  } finally {
    if (before === undefined) delete process.env.DENORT_BIN;
    else process.env.DENORT_BIN = before;
    removeTempDir(directory);
  }
}

/** The names on the first level of the embedded files. */
function topLevel(listing: string): string[] {
  return [...listing.matchAll(/^[├└]─[─┬] (\S+)/gm)]
    .map(([, name]) => name.replace("/*", "")).sort();
}

/** The size of all embedded files in megabytes. */
function megabytes(listing: string): number {
  const [, size, unit] = /^Files: ([\d.]+)([KM]B)$/m.exec(listing) ?? [];
  return unit === "MB" ? Number(size) : Number(size) / 1000;
}

test("Deno's executables contain the workers and the used packages, and nothing else", () =>
  // Any executable of the system may replace the base; it is only run.
  build("/bin/sh", (embedded, directory) => {
    for (const { name } of PROGRAMS) {
      const listing = embedded.get(name) ?? "";
      assert.ok(existsSync(join(directory, name)));
      assert.deepEqual(topLevel(listing), [
        ".deno_compile_node_modules",
        "access",
        "archive",
        "captures",
        "cli",
        "client",
        "codec",
        "deno.json",
        "entries",
        "export",
        "group",
        "http",
        "load",
        "main.ts",
        "merge",
        "ports",
        "proxy",
        "report",
        "server",
        "shared",
        "stored",
        "verify",
        "web",
      ], listing);
      for (const used of ["@logtape/logtape", "commander", "hono", "pg"]) {
        assert.match(listing, new RegExp(` ${used}/`), listing);
      }
      assert.doesNotMatch(listing, /fast-check|esbuild|playwright|typescript/);
      assert.ok(megabytes(listing) < 20, listing);
    }
  }));

test("Without a runtime base one line names the remedy", () =>
  assert.throws(() => build("/nowhere/denort", () => undefined), {
    name: "BuildError",
    message: /^Cannot find Deno's runtime base .*DENORT_BIN.*dl .*node$/,
  }));

test("The proxy needs only the permissions of its executable", {
  skip: !onDeno && "it runs on Deno",
}, async () => {
  const { permissions } = PROGRAMS.find(({ name }) =>
    name === "oml2-proxy-server"
  ) ?? PROGRAMS[0];
  await proxiesGolden(serverCommand(), [
    ...[process.execPath, "run", "--no-check", "--no-prompt", ...permissions],
    ...["main.ts", "proxy"],
  ]);
});
