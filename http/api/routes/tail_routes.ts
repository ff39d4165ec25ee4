/**
 * The route of live tails.
 *
 * @module
 */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { errorText } from "../../../shared/error_text.ts";
import { hintOf } from "../../../shared/hint_error.ts";
import type { ApiContext } from "../api_context.ts";
import { shownText } from "../errors/answer_error.ts";
import {
  TABLE_PATH,
  TAIL_HEADERS,
  TAIL_QUERY,
} from "../parameters/query_parameters.ts";
import { pulledStream } from "../queries/pulled_stream.ts";
import { TAIL } from "../schemas/row_schemas.ts";
import { TailReader } from "../tail/tail_reader.ts";
import type { TailSource } from "../tail/tail_source.ts";
import { QUERY_ERRORS } from "./answers.ts";

const EVENT_STREAM = "text/event-stream";

const GET_TAIL = createRoute({
  method: "get",
  path: "/api/v1/experiments/{experiment}/tables/{table}/tail",
  operationId: "followRows",
  tags: ["Tables"],
  summary: "New rows of a table, as server-sent events",
  description: "An event `rows` has new rows as its data, and their largest " +
    "id as its id; there are at most four a second, and no further ones " +
    "until it has been read. If rows come faster than that, only the newest " +
    "are sent, and `skipped` is greater than 0. After an interruption, " +
    "`Last-Event-ID` goes on. An event `fault` has an error as its data, and " +
    "is the last. Comments show every 10 s that the connection is alive.",
  request: { params: TABLE_PATH, query: TAIL_QUERY, headers: TAIL_HEADERS },
  responses: {
    200: {
      description: "Events. The schema is that of the data of an event `rows`.",
      content: { [EVENT_STREAM]: { schema: TAIL } },
    },
    ...QUERY_ERRORS,
  },
});

/** Adds the route. */
export function addTailRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(GET_TAIL, async (c) => {
    const { experiment, table } = c.req.valid("param");
    const { columns, senders, after } = c.req.valid("query");
    const start = c.req.valid("header")["last-event-id"] ?? after;
    const release = context.tails.take();
    try {
      const query = { experiment, table, columns, senders };
      const used = await context.sources.use(query);
      try {
        const reader = new TailReader(used, {
          after: await startOf(used.source, start),
          pingMs: context.limits.pingMs,
          faultText: (error) => faultText(error, context),
          closed: release,
        });
        const headers = {
          "content-type": EVENT_STREAM,
          "cache-control": "no-store",
          // Proxies such as nginx would collect events before passing them on.
          "x-accel-buffering": "no",
        };
        // Nobody reads the body of the answer to HEAD.
        if (c.req.method === "HEAD") {
          reader.close();
          return c.body(null, 200, headers);
        }
        return c.body(streamOf(reader, context), 200, headers);
      } catch (error) {
        used.release();
        throw error;
      }
    } catch (error) {
      release();
      throw error;
    }
  });
}

/**
 * Where a tail starts: at an id that the client has seen, which is greater than
 * all if the database was replaced since.
 */
async function startOf(
  source: TailSource,
  start: number | undefined,
): Promise<number> {
  if (start === undefined || start <= source.lastId) {
    return start ?? source.lastId;
  }
  return Math.min(start, await source.newest());
}

function streamOf(
  reader: TailReader,
  { site, limits }: ApiContext,
): ReadableStream<Uint8Array> {
  return pulledStream(reader, {
    closing: site.closing,
    isEndless: true,
    patienceMs: limits.patienceMs,
    failed: (error) => faultText(error, { site }),
  });
}

/** Logs an error; returns what is shown of it. */
function faultText(error: unknown, { site }: Pick<ApiContext, "site">): string {
  site.log.warn("HTTP: a live view ended: {reason}", {
    reason: errorText(error),
  });
  const answer = { message: shownText(error, site), hint: hintOf(error) };
  return JSON.stringify({ error: answer });
}
