/**
 * Divides the files that the system lets a program have open among clients and
 * databases: once none is left, no database can be opened, and not even a file
 * for what is unsaved.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { Log } from "../../shared/log.ts";
import { StartError } from "../options/options_error.ts";

/** Connections that the system holds until they are accepted. */
const BACKLOG = 511;
const LEAST_BACKLOG = 8;

/** A backlog takes at most this part of the files. */
const BACKLOG_PART = 1 / 8;

/** Databases get this part of the rest, if not all of both can be had. */
const DATABASES_PART = 1 / 4;

/** Files that a program needs. */
export interface FileNeeds {
  /** Its own, whatever it is asked to do. */
  readonly own: number;
  /** Clients at once, if there are files enough. */
  readonly connections: number;
  /** Files of a client: its socket, and what is written for it. */
  readonly filesAConnection: number;
  /** Databases open at once, if there are files enough. */
  readonly databases: number;
  /** Files of a database. */
  readonly filesADatabase: number;
}

/** Files that it gets. */
export interface FileShare {
  /** Files that may be open; `undefined` where that can't be told. */
  readonly allowed: number | undefined;
  /** Files that would be enough for all that is needed. */
  readonly needed: number;
  /** Connections that the system may hold until they are accepted. */
  readonly backlog: number;
  /** Clients that may be connected at once. */
  readonly connections: number;
  /** Databases that may be open at once. */
  readonly databases: number;
}

/**
 * Deals out the files that may be open. Databases get up to a quarter of what
 * the program itself leaves, clients the rest.
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
 * What there is less of than was asked for, and why; `undefined` if there is
 * enough.
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

/** What to do about a {@linkcode shortage}. */
export function moreFiles({ needed }: FileShare): string {
  return `allow ${needed} files (ulimit -n ${needed}, or LimitNOFILE= of ` +
    "systemd)";
}

/** Tells, where there is too little, what to do about it. */
export function tellShortage(
  needs: FileNeeds,
  share: FileShare,
  log: Log,
): void {
  const fewer = shortage(needs, share);
  if (fewer === undefined) return;
  log.warn("{fewer}; {remedy}", { fewer, remedy: moreFiles(share) });
}

/** What the system allows this process; `undefined` if it does not say. */
export function openFilesLimit(): number | undefined {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const limit = /^Max open files +(\d+)/m.exec(limits)?.[1];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    // Another system than Linux, or a Deno that was not given -A.
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
