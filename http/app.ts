/**
 * Everything that a site answers over HTTP.
 *
 * @module
 */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { isLoopback } from "../shared/loopback.ts";
import { errorText } from "../shared/error_text.ts";
import { refuse } from "./answer.ts";
import { apiRoutes } from "./api/api_routes.ts";
import { healthRoutes } from "./health.ts";
import type { HttpEnv } from "./http_env.ts";
import { Page } from "./page.ts";
import type { Access } from "./security/access.ts";
import { checkAccess, checkHost, checkMethod } from "./security/guard.ts";
import { addSecurityHeaders } from "./security/headers.ts";
import { limitRequests } from "./security/request_limit.ts";
import { sessionRoutes } from "./security/session_routes.ts";
import type { Site } from "./site.ts";

/** Requests that are answered at the same time; streams count while begun. */
const MOST_REQUESTS = 128;

/** The most bytes in the body of a request. */
const MOST_BODY = 16 * 1024;

/** Prometheus' text format. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Who may use a site, and by which name. */
export interface AppOptions {
  /** Checks tokens and sessions. */
  readonly access: Access;
  /** The host that the operator gave to listen on. */
  readonly host: string | undefined;
}

/** Makes the routes of a site. */
export function makeApp(
  site: Site,
  { access, host }: AppOptions,
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.onError((error) => answerFault(site, error));
  app.use(securityHeaders());
  app.use(limitRequests(MOST_REQUESTS));
  app.use(checkMethod(), checkHost(access, host));
  app.route("/", healthRoutes(site.isReady));
  addData(app, site, access);
  addPage(app);
  return app;
}

/** The routes that need a token, if there is one. */
function addData(app: Hono<HttpEnv>, site: Site, access: Access): void {
  const api = apiRoutes(site);
  for (const path of ["/api/*", "/metrics"]) {
    app.use(path, checkAccess(access), limitBody(), compressed());
  }
  app.route("/", sessionRoutes(access));
  app.all("/api/*", (c) => api.fetch(c.req.raw));
  app.get("/metrics", async () => {
    const { metrics } = site;
    if (metrics === undefined) return notFound();
    const headers = { "content-type": METRICS_TYPE };
    return new Response(await metrics(), { headers });
  });
}

/** The page finds out itself what its address shows. */
function addPage(app: Hono<HttpEnv>): void {
  const page = new Page();
  app.get(
    "/assets/:name",
    (c) => page.asset(c.req.param("name"), c.req.raw) ?? notFound(),
  );
  app.get("*", (c) => page.index(c.req.raw));
  app.all("*", () =>
    refuse({
      status: 405,
      message: "this address takes only GET",
      headers: { allow: "GET, HEAD" },
    }));
}

function securityHeaders(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    await next();
    addSecurityHeaders(c.res.headers);
  };
}

function limitBody(): MiddlewareHandler<HttpEnv> {
  return bodyLimit({
    maxSize: MOST_BODY,
    onError: () =>
      refuse({
        status: 413,
        message: `the body has more than ${MOST_BODY} bytes`,
        hint: "send less",
      }),
  });
}

/** On the same machine, compressing costs more than it saves. */
function compressed(): MiddlewareHandler<HttpEnv> {
  const compressing = compress({ encoding: "gzip" });
  return async (c, next) => {
    return isLoopback(c.env.peer) ? await next() : await compressing(c, next);
  };
}

function notFound(): Response {
  return refuse({ status: 404, message: "nothing has this address" });
}

/** Only the log tells what failed. */
function answerFault({ log }: Site, error: Error): Response {
  log.error("A request could not be answered: {reason}", {
    reason: errorText(error),
  });
  return refuse({
    status: 500,
    message: "the request could not be answered",
    hint: "see the log of the server",
  });
}
