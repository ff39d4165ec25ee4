/**
 * Opens HTTP for a program; loads what it needs only if it is used.
 *
 * Deno reads the modules of all dynamic imports at the start, unless it can't
 * know their names: hence `as string` here, and where the page is shown. Names
 * that only bundlers see through need `--include` in
 * `tools/build/deno_executable.ts`.
 *
 * @module
 */
import type { HttpService } from "../../http/start.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { HttpFlags } from "../flags/http_flags.ts";

/** Files for HTTP: its connections, and databases that are read. */
const HTTP_FILES = 288;

/** Number of files that HTTP may need. */
export function httpFiles(flags: HttpFlags | undefined): number {
  return flags === undefined ? 0 : HTTP_FILES;
}

/**
 * Serves HTTP, if the flags ask for it.
 *
 * @throws {HintError} if it can't listen, or the token can't be used.
 */
export async function openHttp(
  runtime: Runtime,
  flags: HttpFlags | undefined,
): Promise<HttpService | undefined> {
  if (flags === undefined) return undefined;
  const { serveHttp } = await (import(
    "./serve_http.ts" as string
  ) as Promise<typeof import("./serve_http.ts")>);
  return await serveHttp(runtime, flags);
}
