import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalled } from "../../_support/is_installed.ts";
import { whyNoPostgres } from "../../_support/postgres_programs.ts";
import { oml2Command, repositoryRoot } from "../../_support/runtime_command.ts";

/** The machine's own Python may have packages that another one lacks. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** A Python that has these modules. */
export function pythonWith(...modules: string[]): string | undefined {
  const code = modules.map((name) => `import ${name}`).join("; ");
  return PYTHONS.find((python) => spawnSync(python, ["-c", code]).status === 0);
}

/** Why a language can't be run here; `undefined` if it can. */
export function whyNot(language: string): string | undefined {
  const postgres = whyNoPostgres();
  switch (language) {
    case "sh":
    case "sql":
    case "sql sqlite":
      return isInstalled("sqlite3")
        ? undefined
        : "sqlite3 is missing; install Debian's package sqlite3";
    case "sql postgresql":
    case "sql grafana":
      return postgres;
    case "sql duckdb":
      return undefined;
    case "python":
      return missing(pythonWith("sqlite3"), "python3");
    case "python pandas":
      return missing(pythonWith("sqlite3", "pandas"), "python3-pandas");
    case "python postgresql":
      return postgres ?? missing(pythonWith("psycopg2"), "python3-psycopg2");
    case "r":
      return missing(hasRSqlite(), "r-cran-rsqlite");
    default:
      throw new Error(`No test runs "${language}"`);
  }
}

/** A directory for `PATH` with the command `oml2`, which keeps its directory. */
export function oml2Directory(root: string): string {
  const directory = join(root, "bin");
  mkdirSync(directory);
  const words = oml2Command().map((word) => {
    const path = join(repositoryRoot, word);
    return `'${existsSync(path) ? path : word}'`;
  });
  const script = `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`;
  writeFileSync(join(directory, "oml2"), script, { mode: 0o755 });
  return directory;
}

/** The queries of a panel with Grafana's macros, as Grafana expands them. */
export function expandGrafana(sql: string, from: Date, to: Date): string {
  const seconds = (time: Date) => String(time.getTime() / 1000);
  const text = (time: Date) => `'${time.toISOString().replace(".000", "")}'`;
  return sql
    .replace(
      /\$__timeFilter\((\w+)\)/g,
      (_, column) => `${column} BETWEEN ${text(from)} AND ${text(to)}`,
    )
    .replace(
      /\$__timeGroupAlias\((\w+), *'1s'\)/g,
      (_, column) => `floor(extract(epoch from ${column})/1)*1 AS "time"`,
    )
    .replace(/\$__unixEpochFrom\(\)/g, () => seconds(from))
    .replace(/\$__unixEpochTo\(\)/g, () => seconds(to));
}

function missing(found: unknown, name: string): string | undefined {
  return found ? undefined : `install Debian's package ${name}`;
}

function hasRSqlite(): boolean {
  return spawnSync("Rscript", ["-e", "library(RSQLite)"]).status === 0;
}
