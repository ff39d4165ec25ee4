/**
 * Finds out what a source of stored measurements is.
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
import { join } from "node:path";
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

/** A source of one kind. */
export type Source =
  | {
    /** A directory with databases, or a database file. */
    readonly kind: "directory" | "database";
    /** Its path. */
    readonly path: string;
  }
  | {
    /** Capture files. */
    readonly kind: "captures";
    /** Their paths; one, or those in a directory. */
    readonly paths: readonly string[];
  }
  | {
    /** A PostgreSQL server, or one of its databases. */
    readonly kind: "server";
    /** Where it is. */
    readonly server: PostgresSource;
  };

/** A source that is no capture file. */
export type DatabaseSource = Exclude<Source, { readonly kind: "captures" }>;

const SERVER = "postgresql://ROLE@HOST/";
const SOURCES = `give .sq3 or .oml files, directories with them, or ${SERVER}`;
const DATABASES = `give an .sq3 file, a directory with them, or ${SERVER}`;
const PERMISSIONS = "check its permissions";
const FORM = "write it as postgresql://[ROLE@]HOST[:PORT]/[DATABASE]";

/**
 * Looks at the source called `name`; `task` is what can't be done with it if it
 * is none, such as "view", and `remedy` what to give instead.
 *
 * @throws {StartError} with the name, the fault and the remedy; never with a
 * password.
 */
export function findSource(
  name: string,
  task: string,
  remedy: string = SOURCES,
): Source {
  return new SourceFinder(task, remedy).find(name);
}

/**
 * Looks at a source that must be a database, or have some.
 *
 * @throws {StartError} like {@linkcode findSource}; for a capture file, which
 * must be stored first, too.
 */
export function findDatabaseSource(name: string, task: string): DatabaseSource {
  return new SourceFinder(task, DATABASES).findDatabaseSource(name);
}

class SourceFinder {
  readonly #task: string;
  readonly #remedy: string;

  constructor(task: string, remedy: string) {
    this.#task = task;
    this.#remedy = remedy;
  }

  findDatabaseSource(name: string): DatabaseSource {
    const found = this.find(name, "it has no .sq3 files");
    if (found.kind !== "captures") return found;
    const [path] = found.paths;
    const [why, remedy] = path === name
      ? ["it is no database", "store it first if it is a capture file"]
      : ["it has capture files, but no databases", "store them first"];
    throw this.#fault(name, why, `${remedy}: oml2 import ${path}`);
  }

  /** A directory with nothing of use fails for the reason `empty`. */
  find(name: string, empty = "it has neither .sq3 nor .oml files"): Source {
    if (isPostgresUri(name)) {
      return { kind: "server", server: this.#server(name) };
    }
    const found = this.#look(name);
    if (found.isDirectory()) return this.#inDirectory(name, empty);
    if (!found.isFile()) {
      throw this.#fault(
        name,
        "it is neither a file nor a directory",
        this.#remedy,
      );
    }
    // A new database is empty until its first transaction.
    return this.#isDatabase(name) || found.size === 0 && name.endsWith(".sq3")
      ? { kind: "database", path: name }
      : { kind: "captures", paths: [name] };
  }

  #look(name: string): Stats {
    let found: Stats | undefined;
    try {
      found = statSync(name, { throwIfNoEntry: false });
    } catch (cause) {
      throw this.#fault(name, errorText(cause), PERMISSIONS, cause);
    }
    if (found !== undefined) return found;
    throw this.#fault(name, "it does not exist", this.#remedy);
  }

  #inDirectory(path: string, empty: string): Source {
    let names: string[];
    try {
      names = readdirSync(path).sort();
    } catch (cause) {
      throw this.#fault(path, errorText(cause), PERMISSIONS, cause);
    }
    if (names.some((name) => name.endsWith(".sq3"))) {
      return { kind: "directory", path };
    }
    const captures = names.filter((name) => name.endsWith(".oml"));
    if (captures.length === 0) {
      throw this.#fault(path, empty, this.#remedy);
    }
    const paths = captures.map((name) => join(path, name));
    return { kind: "captures", paths };
  }

  #isDatabase(path: string): boolean {
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
      throw this.#fault(path, errorText(cause), PERMISSIONS, cause);
    }
  }

  #server(uri: string): PostgresSource {
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
      throw this.#fault("the PostgreSQL URI", cause.message, FORM, cause);
    }
  }

  #fault(
    name: string,
    why: string,
    remedy: string,
    cause?: unknown,
  ): StartError {
    return new StartError(`Cannot ${this.#task} ${name}: ${why}; ${remedy}`, {
      cause,
    });
  }
}
