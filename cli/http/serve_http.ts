/**
 * Serves HTTP as the flags ask for.
 *
 * @module
 */
import { type HttpService, startHttp } from "../../http/start.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { HttpFlags } from "../flags/http_flags.ts";
import { listenError } from "../process/listen.ts";
import { httpToken } from "./http_token.ts";

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
  const token = httpToken(flags);
  try {
    return await startHttp(runtime, { host, port, token });
  } catch (cause) {
    throw listenError({ host, port, option }, cause);
  }
}
