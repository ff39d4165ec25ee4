/**
 * The files that a server needs.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import { MOST_HANDSHAKES } from "../../ports/tls_limits.ts";
import { httpFiles } from "../http/open_http.ts";
import type { FileNeeds, FileShare } from "../process/open_files.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { MOST_WORKERS } from "./sqlite_storage.ts";

/**
 * Files of the program itself: the runtime's, the log, listening sockets,
 * hooks, and a few for status queries.
 */
const OWN_FILES = 32;

/** Files per thread, including the runtime's. */
const FILES_A_THREAD = 6;

/**
 * Files per SQLite database: the database, its WAL (open in both SQLite and the
 * server), the WAL's index, and one for unsaved tuples.
 */
const FILES_A_DATABASE = 5;

/** Files per PostgreSQL database: a connection, and one for unsaved tuples. */
const FILES_A_REMOTE_DATABASE = 2;

/** The files that the flags may need. */
export function serverFileNeeds(
  runtime: Runtime,
  { limits, backend, http, peers, tls }: ServerFlags,
): FileNeeds {
  const isSqlite = backend === "sqlite";
  const threads = isSqlite ? Math.min(runtime.threads(), MOST_WORKERS) : 0;
  return {
    own: OWN_FILES + FILES_A_THREAD * threads + httpFiles(http) +
      peers.length + (tls === undefined ? 0 : MOST_HANDSHAKES),
    connections: limits.maxConnections,
    filesAConnection: 1,
    databases: limits.maxDomains,
    filesADatabase: isSqlite ? FILES_A_DATABASE : FILES_A_REMOTE_DATABASE,
  };
}

/** The flags with the limits that the files allow. */
export function withinFiles(
  flags: ServerFlags,
  { connections, databases }: FileShare,
): ServerFlags {
  const { limits } = flags;
  return {
    ...flags,
    limits: { ...limits, maxConnections: connections, maxDomains: databases },
  };
}
