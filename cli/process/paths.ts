/**
 * Where the server puts what is no database.
 *
 * @module
 */
import { dirname, join } from "node:path";
import process from "node:process";
import { variable } from "../options/environment.ts";

/** Bytes of the path of a Unix socket, by the system's own rule. */
const LONGEST_SOCKET = 107;

/** Where temporary files go. */
function temporaryDirectory(): string {
  return variable("TMPDIR") ?? "/tmp";
}

/**
 * Directories for what can't be stored, the first one first: that of the data,
 * or else that of the log.
 */
export function unsavedDirectories(
  directory: string | undefined,
  logfile: string,
): string[] {
  const besideLog = logfile === "-" ? "." : dirname(logfile);
  return [directory ?? besideLog, temporaryDirectory()];
}

/** What a server's status socket is found by. */
export interface SocketOwner {
  /** The data directory, if there is one. */
  readonly directory: string | undefined;
  /** The port that it serves. */
  readonly port: number;
}

/**
 * The Unix socket of a server: in its data directory, or among the user's
 * sockets where that has none, or has too long a name.
 */
export function statusSocket({ directory, port }: SocketOwner): string {
  if (directory === undefined) return userSocket(`oml2-server-${port}.sock`);
  const path = join(directory, ".oml2.sock");
  if (new TextEncoder().encode(path).length <= LONGEST_SOCKET) return path;
  // Not imported: it takes long to load, and is hardly ever needed.
  const { createHash } = process.getBuiltinModule("node:crypto");
  const digest = createHash("sha256").update(directory).digest("hex");
  return userSocket(`oml2-server-${digest.slice(0, 16)}.sock`);
}

function userSocket(name: string): string {
  return join(variable("XDG_RUNTIME_DIR") ?? temporaryDirectory(), name);
}
