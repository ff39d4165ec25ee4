/**
 * Reports the status of a server: as a log line, or in full over a socket.
 *
 * @module
 */
import process from "node:process";
import config from "../../deno.json" with { type: "json" };
import { errorText } from "../../shared/error_text.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { Log } from "../../shared/log.ts";
import type { Server } from "../../server/server.ts";
import type {
  RefusedStatus,
  ServerStatus,
} from "../../server/status/server_status.ts";
import { StatusSocket } from "../../server/status/status_socket.ts";
import { type SocketOwner, statusSocket } from "../process/paths.ts";

const MIB = 1024 * 1024;

/**
 * Creates the status of a server whose databases are in `place`, and which has
 * refused what `refused` returns.
 */
export function statusMaker(
  server: Server,
  place: string,
  refused: () => RefusedStatus,
): () => ServerStatus {
  const since = performance.now();
  return () => ({
    time: unixTime(performance.now()),
    since: unixTime(since),
    pid: process.pid,
    version: config.version,
    port: server.port,
    place,
    memory: process.memoryUsage().rss,
    ...server.status(),
    refused: refused(),
  });
}

/** Logs the line that SIGUSR1 requests. */
export function logStatus(status: ServerStatus, log: Log): void {
  const { memory, clients, experiments } = status;
  log.info(
    "memory {memory} MiB, {clients} connections, {databases} databases open, " +
      "{queued} tuples queued",
    {
      memory: Math.round(memory / MIB),
      clients: clients.length,
      databases: experiments.length,
      queued: experiments.reduce((sum, { queuedRows }) => sum + queuedRows, 0),
    },
  );
}

/**
 * Answers `oml2 status`; the server runs without it if the socket can't be
 * opened.
 */
export async function openStatusSocket(
  owner: SocketOwner,
  status: () => ServerStatus,
  log: Log,
): Promise<StatusSocket | undefined> {
  const path = statusSocket(owner);
  const { directory } = owner;
  if (directory !== undefined && !path.startsWith(directory)) {
    log.warn(
      "the status socket is {path}: the name of the data directory is too long",
      { path },
    );
  }
  try {
    return await StatusSocket.open(path, status);
  } catch (error) {
    log.warn("Cannot answer oml2 status at {path}: {reason}", {
      path,
      reason: errorText(error),
    });
    return undefined;
  }
}
