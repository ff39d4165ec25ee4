/**
 * The npm package, in JavaScript: Node strips no types below `node_modules`.
 *
 * @module
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DIST, ROOT, tool, VERSION, withParts } from "./places.ts";
import { runTool } from "./run_tool.ts";

/** The entry files; their imports are included. */
const ENTRIES = [
  "entries/node.ts",
  "entries/node_worker.ts",
  "entries/node_archive_worker.ts",
  "mod.ts",
  "client/mod.ts",
  "client/node.ts",
];

const DOCUMENTS = ["README.md", "LICENSE", "CHANGELOG.md"];

/**
 * Builds the package; returns its path.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildNpmPackage(directory: string = DIST): string {
  return withParts((parts) => {
    transpile(parts);
    for (const name of DOCUMENTS) {
      copyFileSync(join(ROOT, name), join(parts, name));
    }
    const manifest = JSON.stringify(packageManifest(), null, 2);
    writeFileSync(join(parts, "package.json"), manifest);
    const args = ["pack", "--silent", "--pack-destination", directory];
    const name = runTool("npm", args, { cwd: parts }).trim();
    return join(directory, name);
  });
}

function transpile(parts: string): void {
  runTool(tool("tsc"), [
    "--ignoreConfig",
    ...["--outDir", parts, "--rootDir", ROOT],
    ...["--module", "nodenext", "--target", "esnext"],
    "--rewriteRelativeImportExtensions",
    "--resolveJsonModule",
    "--declaration",
    // `deno check` has checked the types, with those of both runtimes.
    "--noCheck",
    ...ENTRIES,
  ]);
}

/** The package.json of the package, derived from the repository's. */
function packageManifest(): Record<string, unknown> {
  const text = readFileSync(join(ROOT, "package.json"), "utf8");
  const { name, description, license, type, engines, dependencies } = JSON
    .parse(text);
  const main = "./entries/node.js";
  return {
    ...{ name, version: VERSION, description, license, type, engines },
    bin: { "oml2": main, "oml2-server": main, "oml2-proxy-server": main },
    exports: {
      ".": "./mod.js",
      "./client": "./client/mod.js",
      "./client/node": "./client/node.js",
    },
    dependencies,
  };
}
