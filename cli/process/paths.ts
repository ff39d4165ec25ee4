/**
 * Paths of the server's files other than databases.
 *
 * @module
 */
import { dirname, join } from "node:path";
import process from "node:process";
import { variable } from "../options/environment.ts";

/** Maximum bytes in the path of a Unix socket, set by the system. */
const LONGEST_SOCKET = 107;

/** The directory of temporary files. */
export function temporaryDirectory(): string {
  return variable("TMPDIR") ?? "/tmp";
}

/**
 * Directories for unsaved tuples in order of preference: the data directory,
 * then that of the log.
 */
export function unsavedDirectories(
  directory: string | undefined,
  logfile: string,
): string[] {
  const besideLog = logfile === "-" ? "." : dirname(logfile);
  return [directory ?? besideLog, temporaryDirectory()];
}

/** What identifies the status socket of a server. */
export interface SocketOwner {
  /** The data directory, if there is one. */
  readonly directory: string | undefined;
  /** The port that it listens on. */
  readonly port: number;
}

/**
 * The status socket of a server: in its data directory, or among the user's
 * sockets if it has none or its path is too long.
 */
export function statusSocket({ directory, port }: SocketOwner): string {
  if (directory === undefined) return userSocket(`oml2-server-${port}.sock`);
  const path = join(directory, ".oml2.sock");
  if (new TextEncoder().encode(path).length <= LONGEST_SOCKET) return path;
  // Not imported: it takes long to load and is rarely needed.
  const { createHash } = process.getBuiltinModule("node:crypto");
  const digest = createHash("sha256").update(directory).digest("hex");
  return userSocket(`oml2-server-${digest.slice(0, 16)}.sock`);
}

function userSocket(name: string): string {
  return join(variable("XDG_RUNTIME_DIR") ?? temporaryDirectory(), name);
}
