/**
 * The session in the OpenAPI document. Its routes are part of the checks that
 * come before the API.
 *
 * @module
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { BODY_ERRORS, COMMON_ERRORS, json } from "./routes/answers.ts";
import { text } from "./schemas/shape.ts";

const PATH = "/api/v1/session";

const tags = ["Session"];

const SESSION = z.object({
  authorised: z.boolean().openapi({ description: "Whether it may read." }),
  tokenRequired: z.boolean().openapi({
    description: "Whether a token is required.",
  }),
  csrf: text(
    "What pages must send in the header `X-OML-Token` of commands; unset " +
      "unless authorised.",
  ).optional(),
}).openapi("Session", {
  description: "What the sender of this request may do.",
  example: { authorised: false, tokenRequired: true },
});

const LOGIN = z.object({ token: text("The token.") }).openapi("Login", {
  description: "The token.",
  example: { token: "correct horse battery staple" },
});

const COOKIE = {
  "set-cookie": {
    description: "The cookie of the session.",
    schema: { type: "string" },
  },
} as const;

/** Describes the routes of the session. */
export function describeSession(
  registry: OpenAPIHono["openAPIRegistry"],
): void {
  const answer = json(SESSION, "The session.");
  // The session is where the token is given.
  const security = [{}];
  registry.registerPath({
    method: "get",
    path: PATH,
    operationId: "getSession",
    tags,
    security,
    summary: "Whether a token is required, and was given",
    responses: { 200: answer, ...COMMON_ERRORS },
  });
  registry.registerPath({
    method: "post",
    path: PATH,
    operationId: "logIn",
    tags,
    security,
    summary: "Gives the token; the answer has a cookie",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: LOGIN } },
      },
    },
    responses: {
      200: { ...answer, headers: COOKIE },
      ...COMMON_ERRORS,
      ...BODY_ERRORS,
    },
  });
  registry.registerPath({
    method: "delete",
    path: PATH,
    operationId: "logOut",
    tags,
    security,
    summary: "Ends the session",
    responses: { 200: { ...answer, headers: COOKIE }, ...COMMON_ERRORS },
  });
}
