/**
 * Starts and stops HTTP.
 *
 * @module
 */
import type { HttpServer } from "../ports/http.ts";
import type { Runtime } from "../ports/runtime.ts";
import { jsonAnswer, refuse } from "./answer.ts";
import { makeApp } from "./app.ts";
import { Access } from "./security/access.ts";
import type { Site } from "./site.ts";

/** Milliseconds that a stop waits for the answers in progress. */
const GRACE_MS = 500;

const ANY_IPV4 = "0.0.0.0";

/** Hosts that stand for all addresses. */
const ANY = new Set([ANY_IPV4, "::"]);

/** Where to serve HTTP, and who may use it. */
export interface HttpPlace {
  /** The address; all addresses if unset. */
  readonly host?: string;
  /** The port, 0 for any free one. */
  readonly port: number;
  /** The token that users need; by default none. */
  readonly token?: string;
}

/** A site, except for what HTTP itself adds to it. */
export type ShownSite = Omit<Site, "closing">;

/** Answers a request of a peer with this IP address. */
type Answer = (
  request: Request,
  peer: string,
) => Response | Promise<Response>;

/**
 * Serves HTTP, at first without a site: it is alive, but not ready.
 *
 * @throws {Error} if it can't listen.
 */
export async function startHttp(
  runtime: Pick<Runtime, "serveHttp">,
  place: HttpPlace,
): Promise<HttpService> {
  const faults = new Faults();
  let answer: Answer = answerEarly;
  const server = await runtime.serveHttp({
    port: place.port,
    host: place.host,
    handler: (request, { host }) => answer(request, host),
    failed: (error) => faults.report(error),
  });
  return new HttpService(server, place, (site) => {
    faults.log = site.log;
    const access = new Access(place.token);
    const app = makeApp(site, { access, host: place.host });
    answer = (request, peer) => app.fetch(request, { peer });
  });
}

/** HTTP of a program. */
export class HttpService {
  readonly #server: HttpServer;
  readonly #place: HttpPlace;
  readonly #use: (site: Site) => void;
  readonly #closing = new AbortController();

  /** Shows sites by `use`. */
  constructor(
    server: HttpServer,
    place: HttpPlace,
    use: (site: Site) => void,
  ) {
    this.#server = server;
    this.#place = place;
    this.#use = use;
  }

  /** The address of the page, for a browser on this machine. */
  get url(): string {
    const { host = ANY_IPV4 } = this.#place;
    const shown = ANY.has(host) ? "localhost" : host;
    const name = shown.includes(":") ? `[${shown}]` : shown;
    return `http://${name}:${this.#server.address.port}/`;
  }

  /** The token that users need, if any. */
  get token(): string | undefined {
    return this.#place.token;
  }

  /** Answers with this site from now on. */
  show(site: ShownSite): void {
    this.#use({ ...site, closing: this.#closing.signal });
  }

  /** Ends all streams; other requests are answered on. */
  endStreams(): void {
    this.#closing.abort();
  }

  /** Ends all streams, waits briefly for other answers, and closes. */
  async close(): Promise<void> {
    this.endStreams();
    await this.#server.close(GRACE_MS);
  }
}

/** Logs failures, the latest of those before there is a log as well. */
class Faults {
  #log: Site["log"] | undefined;
  #early: Error | undefined;

  set log(log: Site["log"]) {
    this.#log = log;
    if (this.#early !== undefined) this.report(this.#early);
  }

  report(error: Error): void {
    this.#early = error;
    this.#log?.warn("HTTP does not answer for a moment: {reason}", {
      reason: error.message,
    });
  }
}

function answerEarly(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname === "/healthz") return jsonAnswer({ alive: true });
  if (pathname === "/readyz") {
    return jsonAnswer({ ready: false, reason: "starting" }, 503);
  }
  return refuse({
    status: 503,
    message: "the program is starting",
    hint: "try again in a second",
    headers: { "retry-after": "1" },
  });
}
