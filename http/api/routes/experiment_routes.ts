/**
 * The routes of experiments without their rows.
 *
 * @module
 */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ExperimentSummary } from "../../../archive/archive.ts";
import type { ServerStatus } from "../../../server/status/server_status.ts";
import type { ApiContext } from "../api_context.ts";
import { shownText } from "../errors/answer_error.ts";
import {
  EXPERIMENT_PATH,
  NO_QUERY,
  REJECTS_QUERY,
} from "../parameters/query_parameters.ts";
import { ACTIVITY, REJECTS } from "../schemas/activity_schemas.ts";
import {
  EXPERIMENT_DESCRIPTION,
  EXPERIMENT_LIST,
  type ListedExperiment,
} from "../schemas/experiment_schemas.ts";
import { json, QUERY_ERRORS } from "./answers.ts";
import { presentTime } from "./site_routes.ts";

const tags = ["Experiments"];

const LIST = createRoute({
  method: "get",
  path: "/api/v1/experiments",
  operationId: "listExperiments",
  tags,
  summary: "All experiments",
  request: { query: NO_QUERY },
  responses: {
    200: json(EXPERIMENT_LIST, "The experiments, by name."),
    ...QUERY_ERRORS,
  },
});

const DESCRIBE = createRoute({
  method: "get",
  path: "/api/v1/experiments/{experiment}",
  operationId: "getExperiment",
  tags,
  summary: "The senders, tables, columns and metadata of an experiment",
  request: { params: EXPERIMENT_PATH, query: NO_QUERY },
  responses: {
    200: json(EXPERIMENT_DESCRIPTION, "The experiment."),
    ...QUERY_ERRORS,
  },
});

const GET_ACTIVITY = createRoute({
  method: "get",
  path: "/api/v1/experiments/{experiment}/activity",
  operationId: "getActivity",
  tags,
  summary: "Who sent what, and what is missing",
  description: "Rows are counted in the background: the first answers for a " +
    "large experiment cover only part of it (`covered`).",
  request: { params: EXPERIMENT_PATH, query: NO_QUERY },
  responses: { 200: json(ACTIVITY, "The activity."), ...QUERY_ERRORS },
});

const GET_REJECTS = createRoute({
  method: "get",
  path: "/api/v1/experiments/{experiment}/rejects",
  operationId: "listRejects",
  tags,
  summary: "Rejected samples, the latest first",
  request: { params: EXPERIMENT_PATH, query: REJECTS_QUERY },
  responses: { 200: json(REJECTS, "The samples."), ...QUERY_ERRORS },
});

/** Adds the routes. */
export function addExperimentRoutes(
  app: OpenAPIHono,
  context: ApiContext,
): void {
  const { site } = context;

  app.openapi(LIST, async (c) => {
    const all = await context.query(
      (archive) => archive.experiments(),
    );
    const status = site.server?.();
    const experiments = all.map((each) => listed(each, status)).map((each) =>
      each.fault === undefined
        ? each
        : { ...each, fault: shownText(each.fault, site) }
    );
    return c.json({ experiments, time: presentTime() }, 200);
  });

  app.openapi(DESCRIBE, async (c) => {
    const { experiment } = c.req.valid("param");
    const description = await context.query(
      (archive) => archive.describe(experiment),
    );
    return c.json(description, 200);
  });

  app.openapi(GET_ACTIVITY, async (c) => {
    const { experiment } = c.req.valid("param");
    const activity = await context.query(
      (archive) => archive.activity(experiment),
    );
    const clients = site.server?.().clients
      .filter(({ domain }) => domain === experiment);
    return c.json({ ...activity, clients }, 200);
  });

  app.openapi(GET_REJECTS, async (c) => {
    const { experiment } = c.req.valid("param");
    const { limit = 100, ...query } = c.req.valid("query");
    const rejects = await context.query(
      (archive) => archive.rejects(experiment, { ...query, limit }),
    );
    return c.json(rejects, 200);
  });
}

/** Adds what a server has not stored yet. */
function listed(
  experiment: ExperimentSummary,
  status: ServerStatus | undefined,
): ListedExperiment {
  const live = status?.experiments
    .find(({ domain }) => domain === experiment.name);
  if (live === undefined) return experiment;
  const { clients, queuedRows, storedRows } = live;
  return { ...experiment, live: { clients, queuedRows, storedRows } };
}
