/**
 * Asks a running server for its status.
 *
 * @module
 */
import { createConnection } from "node:net";
import { text } from "node:stream/consumers";
import { errorText } from "../../shared/error_text.ts";
import type { ServerStatus } from "../../server/status/server_status.ts";
import { StartError } from "../options/options_error.ts";

/** Milliseconds that an answer may take. */
const ANSWER_MS = 10_000;

/** The remedy if there is no answer. */
export const ASK_HINT =
  "is it running? Give its data directory with -D, or its " +
  "port with -l";

/**
 * The status that the server at a Unix socket returns.
 *
 * @throws {StartError} if there is no answer.
 */
export async function askServer(path: string): Promise<ServerStatus> {
  try {
    return await readStatus(path);
  } catch (cause) {
    throw new StartError(
      `Cannot ask the server at ${path}: ${errorText(cause)}; ${ASK_HINT}`,
      { cause },
    );
  }
}

/**
 * The same for a server that is one of several.
 *
 * @throws {Error} with the reason alone if there is no answer.
 */
export async function readStatus(path: string): Promise<ServerStatus> {
  const socket = createConnection(path);
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error("no answer")));
  // Only an oml2-server answers there.
  return JSON.parse(await text(socket)) as ServerStatus;
}
