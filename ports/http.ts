/**
 * HTTP servers, as a part of the interface of a runtime.
 *
 * @module
 */

/** One end of a connection. */
export interface HttpAddress {
  /** Host, as an IP address. */
  readonly host: string;
  /** Port. */
  readonly port: number;
}

/** Answers a request; `peer` is the other end of its connection. */
export type HttpHandler = (
  request: Request,
  peer: HttpAddress,
) => Response | Promise<Response>;

/** Where and how to serve HTTP. */
export interface HttpOptions {
  /** The port, 0 for any free one. */
  readonly port: number;
  /** The address; all addresses, IPv6 and IPv4, if unset. */
  readonly host?: string;
  /** Answers requests; an error is answered with status 500. */
  readonly handler: HttpHandler;
  /**
   * Called if the server fails later on, as without free file descriptors; it
   * tries again by itself.
   */
  readonly failed: (error: Error) => void;
}

/** A running HTTP server. */
export interface HttpServer {
  /** Its address. */
  readonly address: HttpAddress;
  /**
   * Accepts no more connections, waits up to `graceMs` milliseconds for the
   * answers in progress, then closes all connections. The handler must end its
   * endless answers itself.
   */
  close(graceMs: number): Promise<void>;
}

/** The answer to a request whose handler failed. */
export function failureAnswer(): Response {
  return new Response(null, { status: 500 });
}
