/**
 * Finds out what each source of `oml2 view` is.
 *
 * @module
 */
import {
  closeSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import {
  isPostgresUri,
  parsePostgresUri,
  type PostgresSource,
} from "../../archive/postgres/postgres_uri.ts";
import { ConninfoError } from "../../server/rows/postgres/conninfo.ts";
import { errorText } from "../../shared/error_text.ts";
import { variable } from "../options/environment.ts";
import { StartError } from "../options/options_error.ts";

/** The first bytes of every SQLite database that has contents. */
const SQLITE = "SQLite format 3\0";

const DEFAULT_PORT = 5432;

/** What to view. */
export interface ViewSources {
  /** Directories with databases. */
  readonly directories: readonly string[];
  /** Database files. */
  readonly databases: readonly string[];
  /** Capture files. */
  readonly captures: readonly string[];
  /** PostgreSQL servers and databases. */
  readonly servers: readonly PostgresSource[];
}

/** A source of one kind. */
type Source =
  | { readonly kind: "directories" | "databases"; readonly path: string }
  | { readonly kind: "captures"; readonly paths: readonly string[] }
  | { readonly kind: "servers"; readonly server: PostgresSource };

/**
 * Looks at each source; one that is given twice is viewed once.
 *
 * @throws {StartError} if one can't be viewed, with its name and the remedy.
 */
export function findSources(names: readonly string[]): ViewSources {
  const directories = new Map<string, string>();
  const databases = new Map<string, string>();
  const captures = new Map<string, string>();
  const servers = new Map<string, PostgresSource>();
  for (const name of names) {
    const source = findSource(name);
    if (source.kind === "servers") servers.set(name, source.server);
    else if (source.kind === "captures") {
      for (const path of source.paths) captures.set(resolve(path), path);
    } else {
      const all = source.kind === "databases" ? databases : directories;
      all.set(resolve(source.path), source.path);
    }
  }
  return {
    directories: [...directories.values()],
    databases: [...databases.values()],
    captures: [...captures.values()],
    servers: [...servers.values()],
  };
}

function findSource(name: string): Source {
  if (isPostgresUri(name)) return { kind: "servers", server: server(name) };
  const found = look(name);
  if (found.isDirectory()) return inDirectory(name);
  if (!found.isFile()) {
    throw fault(name, "it is neither a file nor a directory", REMEDY);
  }
  // A new database is empty until its first transaction.
  return isDatabase(name) || found.size === 0 && name.endsWith(".sq3")
    ? { kind: "databases", path: name }
    : { kind: "captures", paths: [name] };
}

const REMEDY = "give .sq3 or .oml files, directories with them, or " +
  "postgresql://ROLE@HOST/";

function look(name: string): Stats {
  let found: Stats | undefined;
  try {
    found = statSync(name, { throwIfNoEntry: false });
  } catch (cause) {
    throw fault(name, errorText(cause), PERMISSIONS, cause);
  }
  if (found === undefined) throw fault(name, "it does not exist", REMEDY);
  return found;
}

const PERMISSIONS = "check its permissions";

function inDirectory(path: string): Source {
  let names: string[];
  try {
    names = readdirSync(path).sort();
  } catch (cause) {
    throw fault(path, errorText(cause), PERMISSIONS, cause);
  }
  if (names.some((name) => name.endsWith(".sq3"))) {
    return { kind: "directories", path };
  }
  const captures = names.filter((name) => name.endsWith(".oml"));
  if (captures.length === 0) {
    throw fault(path, "it has neither .sq3 nor .oml files", REMEDY);
  }
  return { kind: "captures", paths: captures.map((name) => join(path, name)) };
}

function isDatabase(path: string): boolean {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = new Uint8Array(SQLITE.length);
      readSync(file, bytes, 0, bytes.length, 0);
      return new TextDecoder().decode(bytes) === SQLITE;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw fault(path, errorText(cause), PERMISSIONS, cause);
  }
}

function server(uri: string): PostgresSource {
  try {
    return parsePostgresUri(uri, {
      host: variable("PGHOST") ?? "localhost",
      port: Number(variable("PGPORT") ?? DEFAULT_PORT),
      user: variable("PGUSER") ?? userInfo().username,
      password: undefined,
    });
  } catch (cause) {
    if (!(cause instanceof ConninfoError)) throw cause;
    // Not the URI itself: it may have a password.
    throw fault("the PostgreSQL URI", cause.message, FORM, cause);
  }
}

const FORM = "write it as postgresql://[ROLE@]HOST[:PORT]/[DATABASE]";

function fault(
  name: string,
  why: string,
  remedy: string,
  cause?: unknown,
): StartError {
  return new StartError(`Cannot view ${name}: ${why}; ${remedy}`, { cause });
}
