/**
 * HTTP servers on Node.
 *
 * @module
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { settlesWithin } from "../shared/settles_within.ts";
import {
  failureAnswer,
  type HttpAddress,
  type HttpOptions,
  type HttpServer,
} from "./http.ts";
import { toAddress } from "./net_socket.ts";

/** Connections at a time; each needs a file descriptor. */
const MOST_CONNECTIONS = 256;

/** Milliseconds for the headers of a request, and for all of it. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

/** Milliseconds between looks for connections at rest while closing. */
const SWEEP_MS = 20;

/**
 * Serves HTTP; see {@linkcode HttpOptions}.
 *
 * @throws {Error} if it can't listen.
 */
export async function serveHttp(
  { port, host, handler, failed }: HttpOptions,
): Promise<HttpServer> {
  const listener = getRequestListener(async (request, env) => {
    const { incoming: { socket }, outgoing } = env as HttpBindings;
    const peer = toAddress(socket.remoteAddress, socket.remotePort);
    const answer = await handler(wholeRequest(request), peer);
    return cutIfBroken(answer, outgoing);
  }, { overrideGlobalObjects: false, errorHandler: failureAnswer });
  const server = createServer({
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
  }, listener);
  server.maxConnections = MOST_CONNECTIONS;
  server.listen({ port, host });
  await once(server, "listening");
  server.on("error", failed);
  return new NodeHttpServer(server);
}

class NodeHttpServer implements HttpServer {
  readonly #server: Server;
  readonly address: HttpAddress;

  constructor(server: Server) {
    this.#server = server;
    const address = server.address();
    this.address = address === null || typeof address === "string"
      ? { host: "", port: 0 }
      : toAddress(address.address, address.port);
  }

  async close(graceMs: number): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    // A connection may wait for a next request once its answer is complete.
    const sweep = setInterval(
      () => this.#server.closeIdleConnections(),
      SWEEP_MS,
    );
    await settlesWithin(closed, graceMs);
    clearInterval(sweep);
    this.#server.closeAllConnections();
    await closed;
  }
}

/**
 * A request that can be copied with another body, as limits of its size do: the
 * adapter's own only looks like one.
 */
function wholeRequest(request: Request): Request {
  const { url, method, headers, signal } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, {
    method,
    headers,
    signal,
    ...hasBody && { body: request.body, duplex: "half" },
  });
}

/**
 * Closes the connection if the body of `response` fails. The adapter would also
 * print the error, and might end the answer with it.
 */
function cutIfBroken(response: Response, outgoing: Closable): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        outgoing.destroy();
        controller.close();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  return new Response(body, response);
}

/** The part of an answer of Node that is used here. */
type Closable = Pick<HttpBindings["outgoing"], "destroy">;
