/**
 * Installs what tests and builds need, from npm alone. Plain JavaScript, for
 * it must start on any Node from 20 on.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The programs that were installed: deno, node, esbuild, tsc, knip. */
export const bin = join(root, "tools", "node_modules", ".bin");

/** Installs what is not there yet. */
export function install() {
  for (const directory of [root, join(root, "tools")]) {
    if (!isInstalled(directory)) installInto(directory);
  }
}

function isInstalled(directory) {
  const text = readFileSync(join(directory, "package.json"), "utf8");
  const { dependencies, devDependencies } = JSON.parse(text);
  return Object.keys({ ...dependencies, ...devDependencies })
    .every((name) => existsSync(join(directory, "node_modules", name)));
}

/** Installs everything that the package.json of a directory asks for. */
export function installInto(directory) {
  console.log(`Installing the npm packages of ${directory}`);
  // Not `npm ci`: that insists on packages for other systems in the lock.
  const args = ["install", "--ignore-scripts", "--no-save", "--prefix"];
  const { status } = spawnSync(
    "npm",
    [...args, directory, "--loglevel=error"],
    { stdio: "inherit" },
  );
  if (status !== 0) throw new Error("npm install failed; see above");
}
