/**
 * The files that a proxy needs.
 *
 * @module
 */
import { MOST_OPERATORS } from "../../proxy/control/control_port.ts";
import type { ProxyOptions } from "../../proxy/options.ts";
import { MOST_HANDSHAKES } from "../../ports/tls_limits.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";
import { httpFiles } from "../http/open_http.ts";
import type { FileNeeds, FileShare } from "../process/open_files.ts";

/**
 * Files of the program itself: the runtime's, the log, the lock, listening
 * sockets, and journals that are being rewritten.
 */
const OWN_FILES = 56;

/**
 * Files per client: its socket, its result file and its journal, and the
 * connection over which they are replayed.
 */
const FILES_A_CLIENT = 4;

/** The same after the client has disconnected. */
const FILES_A_STREAM = 3;

/** Maximum share of the files for such streams. */
const STREAMS_PART = 1 / 8;

/** The files that the options may need; `allowed` may be open. */
export function proxyFileNeeds(
  { maxConnections, replay }: ProxyOptions,
  allowed: number | undefined,
  { http, tls }: Partial<Pick<ProxyFlags, "http" | "tls">> = {},
): FileNeeds {
  const streams = streamsAtOnce(replay.connections, allowed);
  return {
    own: OWN_FILES + MOST_OPERATORS + FILES_A_STREAM * streams +
      httpFiles(http) + (tls === undefined ? 0 : MOST_HANDSHAKES),
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
    // A live stream may keep its connection while its client is connected.
    replay: { ...replay, connections: connections + streams },
  };
}

/** Streams of disconnected clients that are sent at the same time. */
function streamsAtOnce(asked: number, allowed = Infinity): number {
  const affordable = Math.floor(allowed * STREAMS_PART / FILES_A_STREAM);
  return Math.max(1, Math.min(asked, affordable));
}
