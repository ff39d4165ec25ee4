/**
 * Divides the files that a program may open among clients and databases: once
 * none is left, no database can be opened, and not even a file for unsaved
 * tuples.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { Log } from "../../shared/log.ts";
import { StartError } from "../options/options_error.ts";

/** Connections that the system queues until they are accepted. */
const BACKLOG = 511;
const LEAST_BACKLOG = 8;

/** Maximum share of the files for the backlog. */
const BACKLOG_PART = 1 / 8;

/** Share of the rest that databases get if there are too few for both. */
const DATABASES_PART = 1 / 4;

/** The files that a program needs. */
export interface FileNeeds {
  /** Its own, whatever its options. */
  readonly own: number;
  /** Desired number of connected clients. */
  readonly connections: number;
  /** Files per client: its socket, and the files written for it. */
  readonly filesAConnection: number;
  /** Desired number of open databases. */
  readonly databases: number;
  /** Files per database. */
  readonly filesADatabase: number;
}

/** The files that it gets. */
export interface FileShare {
  /** Files that may be open; `undefined` if unknown. */
  readonly allowed: number | undefined;
  /** Files that would cover all needs. */
  readonly needed: number;
  /** Connections that the system may queue until they are accepted. */
  readonly backlog: number;
  /** Maximum number of connected clients. */
  readonly connections: number;
  /** Maximum number of open databases. */
  readonly databases: number;
}

/**
 * Divides the files that may be open. Databases get up to a quarter of what the
 * program itself leaves, clients the rest.
 *
 * @throws {StartError} if that is not enough for one client.
 */
export function shareFiles(
  needs: FileNeeds,
  allowed: number | undefined,
): FileShare {
  const { own, filesAConnection, filesADatabase } = needs;
  const backlog = backlogOf(allowed);
  const clients = needs.connections * filesAConnection;
  const needed = own + BACKLOG + clients + needs.databases * filesADatabase;
  const share = { allowed, needed, backlog };
  if (allowed === undefined || needed <= allowed) {
    const { connections, databases } = needs;
    return { ...share, connections, databases };
  }
  const rest = allowed - own - backlog;
  const forDatabases = Math.max(
    rest * DATABASES_PART,
    rest - clients,
    filesADatabase,
  );
  const databases = atMost(needs.databases, forDatabases / filesADatabase);
  const forClients = rest - databases * filesADatabase;
  const connections = atMost(needs.connections, forClients / filesAConnection);
  if (connections < 1) {
    throw new StartError(
      `Only ${allowed} files may be open, which is not enough to serve a ` +
        `client; allow ${needed} (ulimit -n ${needed}, or LimitNOFILE= of ` +
        "systemd)",
    );
  }
  return { ...share, connections, databases };
}

/**
 * What was reduced, and why; `undefined` if there are enough files.
 */
export function shortage(
  needs: FileNeeds,
  { allowed, connections, databases }: FileShare,
): string | undefined {
  const fewer: string[] = [];
  if (connections < needs.connections) {
    fewer.push(`${connections} clients (not ${needs.connections})`);
  }
  if (databases < needs.databases) {
    fewer.push(`${databases} databases (not ${needs.databases})`);
  }
  if (fewer.length === 0) return undefined;
  return `only ${allowed} files may be open: at most ${fewer.join(" and ")} ` +
    "at once";
}

/** The remedy for a {@linkcode shortage}. */
export function moreFiles({ needed }: FileShare): string {
  return `allow ${needed} files (ulimit -n ${needed}, or LimitNOFILE= of ` +
    "systemd)";
}

/** Logs a shortage with its remedy. */
export function tellShortage(
  needs: FileNeeds,
  share: FileShare,
  log: Log,
): void {
  const fewer = shortage(needs, share);
  if (fewer === undefined) return;
  log.warn("{fewer}; {remedy}", { fewer, remedy: moreFiles(share) });
}

/** The limit of this process; `undefined` if unknown. */
export function openFilesLimit(): number | undefined {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const limit = /^Max open files +(\d+)/m.exec(limits)?.[1];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    // Not Linux, or Deno without -A.
    return undefined;
  }
}

function backlogOf(allowed = Infinity): number {
  const part = Math.floor(allowed * BACKLOG_PART);
  return Math.max(LEAST_BACKLOG, Math.min(BACKLOG, part));
}

function atMost(asked: number, affordable: number): number {
  return Math.max(0, Math.min(asked, Math.floor(affordable)));
}
