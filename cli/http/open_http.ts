/**
 * Opens HTTP for a program; loads what it needs only if it is used.
 *
 * @module
 */
import type { HttpService } from "../../http/start.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { HttpFlags } from "../flags/http_flags.ts";
import { listenError } from "../process/listen.ts";

/** Files for HTTP: its connections, and databases that are read. */
const HTTP_FILES = 288;

/** Number of files that HTTP may need. */
export function httpFiles(flags: HttpFlags | undefined): number {
  return flags === undefined ? 0 : HTTP_FILES;
}

/**
 * The same as {@linkcode serveHttp}, if the flags ask for HTTP.
 *
 * @throws {HintError} if it can't listen, or the token can't be used.
 */
export async function openHttp(
  runtime: Runtime,
  flags: HttpFlags | undefined,
): Promise<HttpService | undefined> {
  return flags && await serveHttp(runtime, flags);
}

/**
 * Listens as the flags ask for; until a site is shown, it answers that the
 * program is starting.
 *
 * @throws {HintError} if it can't listen, or the token can't be used.
 */
export async function serveHttp(
  runtime: Runtime,
  flags: HttpFlags,
): Promise<HttpService> {
  const { host, port, option } = flags;
  const { httpToken } = await import("./http_token.ts");
  const token = httpToken(flags);
  const { startHttp } = await import("../../http/start.ts");
  try {
    return await startHttp(runtime, { host, port, token });
  } catch (cause) {
    throw listenError({ host, port, option }, cause);
  }
}
