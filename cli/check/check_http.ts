/**
 * Checks whether HTTP could be served.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { httpToken } from "../http/http_token.ts";
import { listen } from "../process/listen.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "HTTP";

/** Reads the token, and listens for a moment. */
export async function checkHttp(
  runtime: Runtime,
  { http }: Pick<ServerFlags, "http">,
): Promise<readonly Finding[]> {
  if (http === undefined) return [];
  const { host, port } = http;
  try {
    const token = httpToken(http);
    const listener = await listen(runtime, { host, port, option: "--http" });
    listener.close();
    const place = port === 0 ? "any free port" : `port ${port} is free`;
    const access = token === undefined ? "without a token" : "with a token";
    const text = `${place}, on ${host ?? "all addresses"}, ${access}`;
    return [{ state: "ok", subject: SUBJECT, text }];
  } catch (error) {
    return [problem(SUBJECT, error)];
  }
}
