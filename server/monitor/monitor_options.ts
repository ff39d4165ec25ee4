/**
 * Options of self-monitoring, in liboml2's terms.
 *
 * @module
 */

import type { ClientTls } from "../../ports/runtime.ts";

/** The values of the `--oml-` options and the environment. */
export interface MonitorOptions {
  /** Name of this server as a sender. */
  readonly id?: string | undefined;
  /** Domain of the reports. */
  readonly domain?: string | undefined;
  /** Destination of the reports; without it there are none. */
  readonly collect?: string | undefined;
  /** How a server with TLS is verified. */
  readonly tls?: ClientTls;
  /** Whether reports are disabled. */
  readonly noop: boolean;
  /** Content mode of the reports. */
  readonly content: "text" | "binary";
  /** -2 ERROR, -1 WARNING, 0 INFO, from 1 on DEBUG. */
  readonly logLevel?: number | undefined;
  /** File for messages about reporting, instead of the server's log. */
  readonly logFile?: string | undefined;
  /** Bytes of reports buffered while they can't be sent. */
  readonly bufsize?: number | undefined;
}
