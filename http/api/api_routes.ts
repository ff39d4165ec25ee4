/**
 * The JSON API.
 *
 * @module
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Site } from "../site.ts";
import { API_LIMITS, ApiContext, type ApiLimits } from "./api_context.ts";
import { addDocumentRoute } from "./document.ts";
import {
  answerMethod,
  answerUnknown,
  errorAnswerer,
} from "./errors/answer_error.ts";
import { checkRequest } from "./errors/invalid_request.ts";
import { addCsvRoutes } from "./routes/csv_routes.ts";
import { addExperimentRoutes } from "./routes/experiment_routes.ts";
import { addGroupRoutes } from "./routes/group_routes.ts";
import { addProxyRoutes } from "./routes/proxy_routes.ts";
import { addSiteRoutes } from "./routes/site_routes.ts";
import { addTableRoutes } from "./routes/table_routes.ts";
import { addTailRoutes } from "./routes/tail_routes.ts";

/**
 * All routes below `/api/v1` except those of the session. Who may use them is
 * checked before.
 */
export function apiRoutes(
  site: Site,
  limits: Partial<ApiLimits> = {},
): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: checkRequest });
  const context = new ApiContext(site, { ...API_LIMITS, ...limits });
  app.onError(errorAnswerer(site));
  app.notFound(answerUnknown);
  addSiteRoutes(app, context);
  addExperimentRoutes(app, context);
  addTableRoutes(app, context);
  addCsvRoutes(app, context);
  addTailRoutes(app, context);
  addGroupRoutes(app, context);
  addProxyRoutes(app, context);
  addDocumentRoute(app, site);
  addOtherMethods(app);
  return app;
}

/** Answers methods that an address does not take. */
function addOtherMethods(app: OpenAPIHono): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of [...app.routes]) {
    const known = methods.get(path) ?? [];
    if (!known.includes(method)) known.push(method);
    methods.set(path, known);
  }
  for (const [path, allowed] of methods) {
    if (allowed.includes("GET")) allowed.push("HEAD");
    app.all(path, (c) => answerMethod(c, allowed));
  }
}
