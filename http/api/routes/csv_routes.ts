/**
 * The route of downloads.
 *
 * @module
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { errorText } from "../../../shared/error_text.ts";
import type { Selection } from "../../../archive/rows.ts";
import type { ApiContext } from "../api_context.ts";
import { CsvPages } from "../csv/csv_pages.ts";
import { csvAttachment } from "../csv/file_name.ts";
import { CSV_QUERY, TABLE_PATH } from "../parameters/query_parameters.ts";
import { pulledStream } from "../queries/pulled_stream.ts";
import { QUERY_ERRORS } from "./answers.ts";

const EXAMPLE = "sender,seq,client_time,server_time,rssi\r\n" +
  "node1,1,0.51,0.513,-61\r\n";

const GET_CSV = createRoute({
  method: "get",
  path: "/api/v1/experiments/{experiment}/tables/{table}/rows.csv",
  operationId: "downloadRows",
  tags: ["Tables"],
  summary: "Rows of a table as CSV",
  description: "As RFC 4180 has it, in UTF-8, with a header line: `sender`, " +
    "`seq` (`oml_seq`), `client_time` and `server_time` in seconds since the " +
    "experiment's start, then the columns. Vectors are JSON, blobs are in " +
    "base64, and a field without a value is empty. Rows that arrive during " +
    "the download are not part of it. If the program cannot read all rows, " +
    "it breaks the connection.",
  request: { params: TABLE_PATH, query: CSV_QUERY },
  responses: {
    200: {
      description: "The rows.",
      headers: {
        "content-disposition": {
          description: "A name for the file.",
          schema: { type: "string" },
        },
      } as const,
      content: { "text/csv": { schema: z.string(), example: EXAMPLE } },
    },
    ...QUERY_ERRORS,
  },
});

/** What is downloaded. */
interface Download {
  readonly experiment: string;
  readonly table: string;
  readonly query: Selection & { readonly columns?: readonly string[] };
}

/** Adds the route. */
export function addCsvRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(GET_CSV, async (c) => {
    const { experiment, table } = c.req.valid("param");
    const query = c.req.valid("query");
    const download = { experiment, table, query };
    const release = context.downloads.take();
    try {
      const pages = await openPages(context, download, release);
      const headers = {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": csvAttachment(`${experiment}-${table}`),
      };
      // Nobody reads the body of the answer to HEAD.
      if (c.req.method === "HEAD") {
        pages.close();
        return c.body(null, 200, headers);
      }
      return c.body(streamOf(pages, context), 200, headers);
    } catch (error) {
      release();
      throw error;
    }
  });
}

/** The pages of a download, the first of which has been read. */
async function openPages(
  context: ApiContext,
  { experiment, table, query }: Download,
  closed: () => void,
): Promise<CsvPages> {
  const columns = query.columns ??
    await allColumns(context, experiment, table);
  const last = await context.readPart((archive) =>
    archive.rows(experiment, table, {
      columns,
      before: Number.MAX_SAFE_INTEGER,
      limit: 1,
    })
  );
  const pages = new CsvPages({
    columns,
    lastId: Math.max(last.lastId, last.ids.at(-1) ?? 0),
    read: (part) =>
      context.readPart((archive) =>
        archive.rows(experiment, table, { ...query, columns, ...part })
      ),
    closed,
  });
  await pages.open();
  return pages;
}

async function allColumns(
  context: ApiContext,
  experiment: string,
  table: string,
): Promise<readonly string[]> {
  const { tables } = await context.readPart((archive) =>
    archive.describe(experiment)
  );
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  return columns.map(({ name }) => name);
}

function streamOf(
  pages: CsvPages,
  { site, limits }: ApiContext,
): ReadableStream<Uint8Array> {
  return pulledStream(pages, {
    closing: site.closing,
    isEndless: false,
    patienceMs: limits.patienceMs,
    failed: (error) =>
      site.log.warn("HTTP: a download was cut: {reason}", {
        reason: errorText(error),
      }),
  });
}
