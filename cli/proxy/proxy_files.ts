/**
 * The files that a proxy needs.
 *
 * @module
 */
import { MOST_OPERATORS } from "../../proxy/control/control_port.ts";
import type { ProxyOptions } from "../../proxy/options.ts";
import type { FileNeeds, FileShare } from "../process/open_files.ts";

/**
 * Files of the program itself: the runtime's, the log, the lock, sockets to
 * listen on, and journals that are being written anew.
 */
const OWN_FILES = 56;

/**
 * Files of a client: its socket, its result file and its journal, and the
 * connection over which they are sent on.
 */
const FILES_A_CLIENT = 4;

/** The same where the client has left. */
const FILES_A_STREAM = 3;

/** Streams of these take at most this part of the files. */
const STREAMS_PART = 1 / 8;

/** What the options may need, and how many files may be open. */
export function proxyFileNeeds(
  { maxConnections, replay }: ProxyOptions,
  allowed: number | undefined,
): FileNeeds {
  const streams = streamsAtOnce(replay.connections, allowed);
  return {
    own: OWN_FILES + MOST_OPERATORS + FILES_A_STREAM * streams,
    connections: maxConnections,
    filesAConnection: FILES_A_CLIENT,
    databases: 0,
    filesADatabase: 1,
  };
}

/** The options with the limits that the files allow. */
export function withinFiles(
  options: ProxyOptions,
  { allowed, connections }: FileShare,
): ProxyOptions {
  const { replay } = options;
  const streams = streamsAtOnce(replay.connections, allowed);
  return {
    ...options,
    maxConnections: connections,
    // A live stream may keep its connection as long as its client is there.
    replay: { ...replay, connections: connections + streams },
  };
}

/** Streams that are sent at once of clients that have left. */
function streamsAtOnce(asked: number, allowed = Infinity): number {
  const affordable = Math.floor(allowed * STREAMS_PART / FILES_A_STREAM);
  return Math.max(1, Math.min(asked, affordable));
}
