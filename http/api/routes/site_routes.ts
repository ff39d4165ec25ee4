/**
 * The route of the program behind the API.
 *
 * @module
 */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { unixTime } from "../../../shared/unix_time.ts";
import type { ProxyControl, Site } from "../../site.ts";
import type { ApiContext } from "../api_context.ts";
import { NO_QUERY } from "../parameters/query_parameters.ts";
import {
  type ReplaySummary,
  SITE,
  type SiteAnswer,
} from "../schemas/site_schemas.ts";
import { COMMON_ERRORS, json } from "./answers.ts";

const ROUTE = createRoute({
  method: "get",
  path: "/api/v1/site",
  operationId: "getSite",
  tags: ["Program"],
  summary: "The program behind the API",
  request: { query: NO_QUERY },
  responses: { 200: json(SITE, "The program."), ...COMMON_ERRORS },
});

/** Adds the route. */
export function addSiteRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(ROUTE, (c) => c.json(siteAnswer(context.site), 200));
}

/** The present time, UNIX seconds. */
export function presentTime(): number {
  return unixTime(performance.now()) / 1000;
}

/** The status of a proxy without its streams. */
export function replaySummary(proxy: ProxyControl): ReplaySummary {
  const { streams: _, ...summary } = proxy.status();
  return { ...summary, progress: proxy.progress() };
}

/** The program behind the API, as it is now. */
export function siteAnswer(site: Site): SiteAnswer {
  const { kind, version, since, archive, server, proxy, peers } = site;
  const place = archive === undefined
    ? undefined
    : withoutSecret(archive.place);
  const status = server?.();
  return {
    kind,
    version,
    since,
    time: presentTime(),
    place,
    status: status === undefined
      ? undefined
      : { ...status, place: withoutSecret(status.place) },
    peers: peers?.length,
    replay: proxy === undefined ? undefined : replaySummary(proxy),
  };
}

/** A place without the password that a URI may have. */
function withoutSecret(place: string): string {
  return place
    .replace(/^([a-z]+:\/\/[^:/?#@]*):[^@/]*@/i, "$1@")
    .replace(/([?&]password=)[^&]*/gi, "$1...");
}
