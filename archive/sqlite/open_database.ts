/**
 * Opens database files for reading so that nothing is written beside them,
 * whatever state another program has left them in.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { type FileState, fileState, resolvedState } from "./file_state.ts";
import { ReadDatabase } from "./read_database.ts";
import { isBusy, isLockFault } from "./sqlite_faults.ts";

/** An open database file. */
export interface OpenDatabase extends Disposable {
  /** The connection. */
  readonly database: ReadDatabase;
  /**
   * Whether it shows the file as it is. If not, what was read may be wrong, and
   * the file must be opened again.
   */
  isCurrent(): boolean;
  /**
   * Whether SQLite itself keeps what it reads from being wrong; it may only
   * leave files behind if it is not current.
   */
  readonly isProtected: boolean;
}

/** How a file can be read. */
export type Opening =
  | { readonly kind: "open"; readonly open: OpenDatabase }
  /** Only a copy can be read: SQLite would have to write beside the file. */
  | { readonly kind: "copy" };

/** The program that reads. */
export interface Reader {
  /**
   * Whether the server that writes the files runs in the same process. SQLite
   * shares the index of a log among all connections of a process, so reading
   * must not open it in a way that a writer can't use; the server itself removes
   * what remains beside its files.
   */
  readonly inServer: boolean;
  /** Where copies of files are made that can't be read in place; TMPDIR if unset. */
  readonly copiesIn?: string;
}

/**
 * Opens the file called `name`.
 *
 * @throws {Error} if it can't be read.
 */
export function openDatabase(name: string, { inServer }: Reader): Opening {
  const state = fileState(name);
  if (usesLog(state)) {
    if (inServer) return live(state);
    // A log without an index was left by a crash, or copied: the index would
    // have to be created.
    return state.hasLogIndex
      ? live(state, { readonly_shm: "1" })
      : { kind: "copy" };
  }
  return openWithoutLog(state, { inServer });
}

/** An empty log without an index belongs to nobody. */
function usesLog({ logBytes, hasLogIndex }: FileState): boolean {
  return logBytes !== undefined && (logBytes > 0 || hasLogIndex);
}

/**
 * A file that is in WAL mode although it has no log: SQLite would create one.
 * No connection uses the file, for a connection in WAL mode has a log; so it
 * can be read as immutable until something changes.
 */
function openWithoutLog(state: FileState, { inServer }: Reader): Opening {
  const database = new ReadDatabase(state.path);
  try {
    probe(database);
    return { kind: "open", open: new LiveDatabase(database, state) };
  } catch (error) {
    database[Symbol.dispose]();
    if (state.hasJournal) {
      if (isBusy(error) || inServer) throw error;
      return { kind: "copy" };
    }
    if (!isLockFault(error)) throw error;
    const immutable = new ReadDatabase(urlOf(state, { immutable: "1" }));
    return { kind: "open", open: new UnchangedDatabase(immutable, state) };
  }
}

/**
 * Reads something.
 *
 * @throws {Error} if the file is in WAL mode: in exclusive mode SQLite then
 * first asks for a lock that a read-only connection can't get, before it
 * creates a log.
 */
function probe(database: ReadDatabase): void {
  database.run("PRAGMA locking_mode = EXCLUSIVE");
  database.first("SELECT count(*) FROM sqlite_schema");
  database.run("PRAGMA locking_mode = NORMAL");
  // The lock is released by the next query.
  database.first("SELECT count(*) FROM sqlite_schema");
}

function live(
  state: FileState,
  parameters: Readonly<Record<string, string>> = {},
): Opening {
  // Deno permits a path more often than a URL.
  const isPlain = Object.keys(parameters).length === 0;
  const location = isPlain ? state.path : urlOf(state, parameters);
  const database = new ReadDatabase(location);
  return { kind: "open", open: new LiveDatabase(database, state) };
}

function urlOf(
  { path }: FileState,
  parameters: Readonly<Record<string, string>>,
): URL {
  const url = pathToFileURL(path);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  return url;
}

/** A file that SQLite itself protects from changes while it is read. */
class LiveDatabase implements OpenDatabase {
  readonly isProtected = true;
  readonly database: ReadDatabase;
  readonly #state: FileState;

  constructor(database: ReadDatabase, state: FileState) {
    this.database = database;
    this.#state = state;
  }

  isCurrent(): boolean {
    const now = stateOf(this.#state.path);
    return now?.identity === this.#state.identity &&
      usesLog(now) === usesLog(this.#state);
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }
}

/** A file that must not change while it is read. */
export class UnchangedDatabase implements OpenDatabase {
  readonly isProtected = false;
  readonly database: ReadDatabase;
  readonly #state: FileState;

  /** `state` is that of the original from before it was opened. */
  constructor(database: ReadDatabase, state: FileState) {
    this.database = database;
    this.#state = state;
  }

  isCurrent(): boolean {
    return stateOf(this.#state.path)?.version === this.#state.version;
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }
}

function stateOf(path: string): FileState | undefined {
  try {
    return resolvedState(path);
  } catch {
    // It was removed.
    return undefined;
  }
}
