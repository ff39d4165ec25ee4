/**
 * HTTP servers on Deno.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { settlesWithin } from "../shared/settles_within.ts";
import {
  failureAnswer,
  type HttpAddress,
  type HttpOptions,
  type HttpServer,
} from "./http.ts";
import { toAddress } from "./net_socket.ts";

/** Milliseconds until a failed server listens again. */
const AGAIN_MS = 1_000;

/**
 * Serves HTTP; see {@linkcode HttpOptions}.
 *
 * @throws {Error} if it can't listen.
 */
export function serveHttp(options: HttpOptions): HttpServer {
  return new DenoHttpServer(options);
}

/** Deno's server, which ends when the system denies it a connection. */
class DenoHttpServer implements HttpServer {
  readonly address: HttpAddress;
  readonly #options: HttpOptions;
  readonly #closing = new AbortController();
  readonly #answers = new Answers();
  #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#server = this.#start(options.port);
    const { hostname, port } = this.#server.addr;
    this.address = toAddress(hostname, port);
    this.#keepOn();
  }

  async close(graceMs: number): Promise<void> {
    // Deno's own shutdown() waits for every answer, and then can't be hurried.
    await settlesWithin(this.#answers.settled(), graceMs);
    this.#closing.abort();
    await this.#server.finished.catch(() => undefined);
  }

  /** Starts again, on the same port, after each failure. */
  async #keepOn(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      const fault = await this.#server.finished.then(() => undefined, toError);
      if (fault === undefined || signal.aborted) return;
      this.#options.failed(fault);
      await this.#startAgain();
    }
  }

  async #startAgain(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        this.#server = this.#start(this.address.port);
        return;
      } catch (error) {
        this.#options.failed(toError(error));
      }
    }
  }

  #start(port: number): Deno.HttpServer<Deno.NetAddr> {
    const { host, handler } = this.#options;
    const serve = (hostname: string) =>
      Deno.serve({
        port,
        hostname,
        signal: this.#closing.signal,
        // It would print the address.
        onListen: () => undefined,
        onError: failureAnswer,
      }, (request, { remoteAddr, completed }) => {
        if (!this.#answers.add(completed)) return refusal();
        return handler(
          request,
          toAddress(remoteAddr.hostname, remoteAddr.port),
        );
      });
    if (host !== undefined) return serve(host);
    try {
      return serve("::");
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) throw error;
      // The machine has no IPv6.
      return serve("0.0.0.0");
    }
  }
}

/** The answers in progress. */
class Answers {
  readonly #all = new Set<Promise<void>>();
  #isClosing = false;

  /** Adds one, until it is completed; returns false once closing. */
  add(completed: Promise<void>): boolean {
    if (this.#isClosing) {
      completed.catch(() => undefined);
      return false;
    }
    this.#all.add(completed);
    const end = () => void this.#all.delete(completed);
    // It fails if the client has left.
    completed.then(end, end);
    return true;
  }

  /** Takes no more; resolves when the last one is completed. */
  async settled(): Promise<void> {
    this.#isClosing = true;
    await Promise.allSettled(this.#all);
  }
}

function refusal(): Response {
  return new Response(null, { status: 503, headers: { connection: "close" } });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
