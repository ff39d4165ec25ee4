/**
 * The routes of proxies.
 *
 * @module
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { ApiContext } from "../api_context.ts";
import { ConflictError } from "../errors/api_errors.ts";
import { NO_QUERY } from "../parameters/query_parameters.ts";
import { ERROR_ANSWER } from "../schemas/error_schema.ts";
import { COMMAND_ANSWER, PROXY } from "../schemas/site_schemas.ts";
import { BODY_ERRORS, json, OFFERED_ERRORS } from "./answers.ts";
import { replaySummary } from "./site_routes.ts";

/** No command is as long. */
const MOST_BYTES = 1024;

const tags = ["Proxy"];

const GET_PROXY = createRoute({
  method: "get",
  path: "/api/v1/proxy",
  operationId: "getProxy",
  tags,
  summary: "The streams of a proxy, and the progress of its replay",
  request: { query: NO_QUERY },
  responses: { 200: json(PROXY, "The proxy."), ...OFFERED_ERRORS },
});

const COMMAND = z.strictObject({
  command: z.enum(["RESUME", "PAUSE", "STOP"], {
    error: "give RESUME, PAUSE or STOP",
  }).openapi({ description: "The command." }),
}, { error: 'send an object such as {"command": "PAUSE"}' })
  .openapi("Command", {
    description: "A command to a proxy.",
    example: { command: "PAUSE" },
  });

const POST_COMMAND = createRoute({
  method: "post",
  path: "/api/v1/proxy/commands",
  operationId: "sendCommand",
  tags,
  summary: "Resumes, pauses or stops the replay",
  description: "Pages need the header `X-OML-Token` with `csrf` of the " +
    "session.",
  request: {
    query: NO_QUERY,
    body: {
      required: true,
      content: { "application/json": { schema: COMMAND } },
    },
  },
  responses: {
    200: json(COMMAND_ANSWER, "The command was executed."),
    ...OFFERED_ERRORS,
    ...BODY_ERRORS,
    409: json(ERROR_ANSWER, "The proxy cannot execute it now."),
  },
  middleware: bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new HTTPException(413);
    },
  }),
});

/** Adds the routes. */
export function addProxyRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(GET_PROXY, (c) => {
    const { proxy } = context;
    const { streams } = proxy.status();
    return c.json({ ...replaySummary(proxy), streams: [...streams] }, 200);
  });

  app.openapi(POST_COMMAND, async (c) => {
    const { command } = c.req.valid("json");
    const answer = await context.proxy.command(command);
    const fault = answer.find((line) => line.startsWith("ERROR "));
    if (fault !== undefined) {
      throw new ConflictError(fault.slice("ERROR ".length));
    }
    return c.json({ answer }, 200);
  });
}
