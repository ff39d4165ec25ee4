/**
 * The routes of the rows of a table, as they are or for plots.
 *
 * @module
 */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ApiContext } from "../api_context.ts";
import {
  ROWS_QUERY,
  SERIES_QUERY,
  SPECTRA_QUERY,
  TABLE_PATH,
} from "../parameters/query_parameters.ts";
import { boundedRows } from "../queries/bounded_rows.ts";
import { SERIES, SPECTRA } from "../schemas/plot_schemas.ts";
import { ROWS } from "../schemas/row_schemas.ts";
import { json, QUERY_ERRORS } from "./answers.ts";

const TABLE = "/api/v1/experiments/{experiment}/tables/{table}";

const GET_ROWS = createRoute({
  method: "get",
  path: `${TABLE}/rows`,
  operationId: "listRows",
  tags: ["Tables"],
  summary: "Rows of a table, in the order of their ids",
  description: "To go on, repeat the query with `after` = `lastId` while " +
    "`more` is true. An answer has about 16 MiB at most, and fewer rows than " +
    "`limit` if they are long.",
  request: { params: TABLE_PATH, query: ROWS_QUERY },
  responses: { 200: json(ROWS, "The rows."), ...QUERY_ERRORS },
});

const GET_SERIES = createRoute({
  method: "get",
  path: `${TABLE}/series`,
  operationId: "getSeries",
  tags: ["Tables"],
  summary: "Numeric and boolean columns over time, by sender",
  description: "Reduced to the smallest and largest value for each pixel.",
  request: { params: TABLE_PATH, query: SERIES_QUERY },
  responses: { 200: json(SERIES, "The lines."), ...QUERY_ERRORS },
});

const GET_SPECTRA = createRoute({
  method: "get",
  path: `${TABLE}/spectra`,
  operationId: "getSpectra",
  tags: ["Tables"],
  summary: "A column of vectors over time",
  description: "The average vector for each pixel, and the latest vector.",
  request: { params: TABLE_PATH, query: SPECTRA_QUERY },
  responses: { 200: json(SPECTRA, "The vectors."), ...QUERY_ERRORS },
});

/** Adds the routes. */
export function addTableRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(GET_ROWS, async (c) => {
    const { experiment, table } = c.req.valid("param");
    const { limit = 1_000, ...query } = c.req.valid("query");
    const rows = await context.query((archive) =>
      boundedRows(
        { ...query, limit },
        (part) => archive.rows(experiment, table, part),
      )
    );
    return c.json(rows, 200);
  });

  app.openapi(GET_SERIES, async (c) => {
    const { experiment, table } = c.req.valid("param");
    const { width = 1_000, ...query } = c.req.valid("query");
    const series = await context.query(
      (archive) => archive.series(experiment, table, { ...query, width }),
    );
    return c.json(series, 200);
  });

  app.openapi(GET_SPECTRA, async (c) => {
    const { experiment, table } = c.req.valid("param");
    const { width = 500, bins = 256, ...query } = c.req.valid("query");
    const spectra = await context.query(
      (archive) =>
        archive.spectra(experiment, table, { ...query, width, bins }),
    );
    return c.json(spectra, 200);
  });
}
