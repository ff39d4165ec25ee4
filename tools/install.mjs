/**
 * Installs the dependencies of tests and builds, from npm only. Plain
 * JavaScript, because it must start on any Node from 20 on.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The directory of the installed programs: deno, node, esbuild, tsc, knip. */
export const bin = join(root, "tools", "node_modules", ".bin");

/** Installs everything that is missing. */
export function install() {
  for (const directory of [root, join(root, "tools")]) {
    if (!isInstalled(directory)) installInto(directory);
  }
  prepareDeno();
}

/**
 * Starts Deno once. Its npm package puts the executable in place at the first
 * start, and two first starts at once replace it while one of them runs: that
 * one then can't start itself again.
 */
function prepareDeno() {
  const deno = join(bin, "deno");
  const { status } = spawnSync(deno, ["--version"], { stdio: "ignore" });
  if (status !== 0) throw new Error(`${deno} does not start`);
}

function isInstalled(directory) {
  const text = readFileSync(join(directory, "package.json"), "utf8");
  const { dependencies, devDependencies } = JSON.parse(text);
  return Object.keys({ ...dependencies, ...devDependencies })
    .every((name) => existsSync(join(directory, "node_modules", name)));
}

/** Installs all packages that the package.json of a directory lists. */
export function installInto(directory) {
  console.log(`Installing the npm packages of ${directory}`);
  // Not `npm ci`, which requires packages for other systems in the lock file.
  const args = ["install", "--ignore-scripts", "--no-save", "--prefix"];
  const { status } = spawnSync(
    "npm",
    [...args, directory, "--loglevel=error"],
    { stdio: "inherit" },
  );
  if (status !== 0) throw new Error("npm install failed; see above");
}
