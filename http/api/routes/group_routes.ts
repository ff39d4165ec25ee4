/**
 * The route of a group of servers.
 *
 * @module
 */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { latestStates } from "../../../group/latest_states.ts";
import { makeGroup } from "../../../group/make_group.ts";
import {
  Member,
  type MemberAnswer,
  memberAnswer,
} from "../../../group/member.ts";
import type { Site } from "../../site.ts";
import type { ApiContext } from "../api_context.ts";
import { NotOfferedError } from "../errors/api_errors.ts";
import { NO_QUERY } from "../parameters/query_parameters.ts";
import { GROUP } from "../schemas/group_schemas.ts";
import { json, OFFERED_ERRORS } from "./answers.ts";
import { siteAnswer } from "./site_routes.ts";

const ROUTE = createRoute({
  method: "get",
  path: "/api/v1/servers",
  operationId: "getServers",
  tags: ["Program"],
  summary: "The servers of a group",
  description: "This server, and those after its option `--peer`, which it " +
    "asks at most once a second, and only for this answer.",
  request: { query: NO_QUERY },
  responses: { 200: json(GROUP, "The group."), ...OFFERED_ERRORS },
});

/** Adds the route. */
export function addGroupRoutes(app: OpenAPIHono, { site }: ApiContext): void {
  const own = new Member("", () => Promise.resolve(ownAnswer(site)));
  app.openapi(ROUTE, async (c) => {
    const { peers } = site;
    if (peers === undefined) {
      throw new NotOfferedError("peers", "start servers with --peer HOST:PORT");
    }
    const [mine, ...others] = await latestStates([own, ...peers]);
    // Only who asks knows by which address this server can be reached.
    const { host: address } = new URL(c.req.url);
    return c.json(makeGroup([{ ...mine, address }, ...others]), 200);
  });
}

function ownAnswer(site: Site): MemberAnswer {
  const { since, status } = siteAnswer(site);
  if (status !== undefined) return memberAnswer(since, status);
  throw new NotOfferedError("status", "ask a server");
}
