/**
 * Options of the page, the API and the metrics.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { isLoopback } from "../../shared/loopback.ts";
import { type Endpoint, parseListen } from "../options/endpoint.ts";
import { variable } from "../options/environment.ts";
import type { Topic } from "../options/manual.ts";
import { OptionsError } from "../options/options_error.ts";
import { filled } from "../options/values.ts";

/** The environment variable with the token. */
export const TOKEN_VARIABLE = "OML_HTTP_TOKEN";

const LOOPBACK = "127.0.0.1";

/** The host that stands for all addresses. */
const ALL = "*";

/** Where HTTP is served. */
export interface HttpFlags {
  /** Address to listen on; all addresses if unset. */
  readonly host: string | undefined;
  /** Port to listen on; 0 is any free one. */
  readonly port: number;
  /** File with the token; the environment may have it instead. */
  readonly tokenFile: string | undefined;
  /** The option that chooses the port, for error messages. */
  readonly option: string;
}

/** What the manuals of server and proxy say about HTTP. */
export const HTTP_TOPIC: Topic = {
  title: "HTTP",
  text: "With --http the program serves these addresses. If other machines " +
    "can reach them, all but the first two need a token: the page asks for " +
    "it, and programs send it as Authorization: Bearer TOKEN.",
  entries: [
    ["/healthz", "the program is alive"],
    ["/readyz", "it can do its work; status 503 if not, as while it stops"],
    ["/", "the page"],
    ["/metrics", "measurements in Prometheus' text format"],
    ["/api/v1/openapi.json", "the description of the JSON API"],
  ],
};

/** Adds the options to `command`. */
export function addHttpFlags(command: Command): void {
  command.optionsGroup("Page, API and metrics:")
    .addOption(
      new Option(
        "--http <[host:]port>",
        "serve them at this port, or host:port; a port alone is on " +
          `${LOOPBACK} only, *:port on all addresses; hosts that other ` +
          "machines can reach need a token",
      ).argParser(parseListen),
    )
    .option(
      "--http-token-file <file>",
      `file with the token that users need (or ${TOKEN_VARIABLE})`,
      filled("write a file"),
    );
}

/**
 * The values of the options; `http` is unset if it is not served.
 *
 * @throws {OptionsError} if other machines could use it without a token.
 */
export function httpFlags(
  options: Record<string, unknown>,
): { readonly http: HttpFlags | undefined } {
  const endpoint = options.http as Endpoint | undefined;
  const tokenFile = options.httpTokenFile as string | undefined;
  if (endpoint === undefined) {
    if (tokenFile === undefined) return { http: undefined };
    throw new OptionsError(
      `option --http-token-file: "${tokenFile}" has no use alone; add --http ` +
        "PORT",
    );
  }
  return { http: httpPlace(endpoint, tokenFile, "--http") };
}

/**
 * Where HTTP is served, as `option` says; without a host on this machine only.
 *
 * @throws {OptionsError} if other machines could use it without a token.
 */
export function httpPlace(
  { host = LOOPBACK, port }: Endpoint,
  tokenFile: string | undefined,
  option: string,
): HttpFlags {
  const hasToken = tokenFile !== undefined ||
    variable(TOKEN_VARIABLE) !== undefined;
  if (!hasToken && !isLoopback(host)) throw needsToken({ host, port }, option);
  return { host: host === ALL ? undefined : host, port, tokenFile, option };
}

function needsToken(
  { host, port }: { readonly host: string; readonly port: number },
  option: string,
): OptionsError {
  const name = host.includes(":") ? `[${host}]` : host;
  return new OptionsError(
    `option ${option}: "${name}:${port}" can be reached from other machines, ` +
      "which needs a token: write one to a file (openssl rand -hex 32 > FILE) " +
      `and add --http-token-file FILE, or set ${TOKEN_VARIABLE}; or use ` +
      `${option} ${port}, for this machine only`,
  );
}
