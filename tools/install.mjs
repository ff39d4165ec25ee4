/**
 * Installs what tests and builds need, from npm alone. Plain JavaScript, for
 * it must start on any Node from 20 on.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The programs that were installed: deno, node, esbuild, tsc. */
export const bin = join(root, "tools", "node_modules", ".bin");

/** Installs what is not there yet. */
export function install() {
  installUnless(join(root, "node_modules", "fast-check"), root);
  installUnless(join(bin, "tsc"), join(root, "tools"));
}

function installUnless(proof, directory) {
  if (existsSync(proof)) return;
  // Not `npm ci`: that insists on packages for other systems in the lock.
  const args = ["install", "--ignore-scripts", "--no-save", "--prefix"];
  const { status } = spawnSync(
    "npm",
    [...args, directory, "--loglevel=error"],
    { stdio: "inherit" },
  );
  if (status !== 0) throw new Error("npm install failed; see above");
}
