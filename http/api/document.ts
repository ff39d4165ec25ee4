/**
 * The OpenAPI document of the API.
 *
 * @module
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Site } from "../site.ts";
import { NO_QUERY } from "./parameters/query_parameters.ts";
import { COMMON_ERRORS, json } from "./routes/answers.ts";
import { text } from "./schemas/shape.ts";
import { describeSession } from "./session_paths.ts";

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

const ROUTE = createRoute({
  method: "get",
  path: "/api/v1/openapi.json",
  operationId: "getDocument",
  tags: ["Program"],
  summary: "This document",
  request: { query: NO_QUERY },
  responses: {
    200: json(
      z.looseObject({ openapi: text("Its version of OpenAPI.") }).openapi(
        "Document",
        {
          description: "An OpenAPI 3.1 document.",
        },
      ),
      "The document.",
    ),
    ...COMMON_ERRORS,
  },
});

/** Adds the route of the document, which describes all routes of `app`. */
export function addDocumentRoute(app: OpenAPIHono, site: Site): void {
  let document: OpenApiDocument | undefined;
  app.openapi(ROUTE, (c) => {
    document ??= describeRoutes(app, site);
    return c.json({ ...document }, 200);
  });
}

function describeRoutes(app: OpenAPIHono, site: Site): OpenApiDocument {
  const { openAPIRegistry: registry } = app;
  registry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "The token of `--http-token-file`. Pages use the cookie " +
      "that `POST /api/v1/session` sets instead.",
  });
  describeSession(registry);
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "oml2",
      version: site.version,
      description: "What an OML server stores, and how it is doing; the same " +
        "over stored data, and for a proxy. Times of rows are in seconds " +
        "since the start of the experiment (`startTime`), other times are in " +
        "UNIX seconds unless they say otherwise. List parameters are " +
        "repeated: `columns=a&columns=b`.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/", description: "This program." }],
    tags: [
      { name: "Program", description: "The program behind the API." },
      { name: "Experiments", description: "What is stored." },
      { name: "Tables", description: "Rows, plots, downloads, live rows." },
      { name: "Session", description: "The token, for pages." },
      { name: "Proxy", description: "The replay of a proxy." },
    ],
    // A token is required only if one is configured.
    security: [{}, { token: [] }],
  });
}
