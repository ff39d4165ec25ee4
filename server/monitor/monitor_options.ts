/**
 * How the server reports on itself, in liboml2's terms.
 *
 * @module
 */

/** What the `--oml-` options and the environment say. */
export interface MonitorOptions {
  /** Name of this server as a sender. */
  readonly id?: string | undefined;
  /** Domain of the reports. */
  readonly domain?: string | undefined;
  /** Where they are sent; without it there are none. */
  readonly collect?: string | undefined;
  /** Whether there are none in any case. */
  readonly noop: boolean;
  /** How they are written. */
  readonly content: "text" | "binary";
  /** -2 ERROR, -1 WARNING, 0 INFO, from 1 on DEBUG. */
  readonly logLevel?: number | undefined;
  /** File that the reporting logs into, not the server's log. */
  readonly logFile?: string | undefined;
  /** Bytes of reports that are kept while they can't be sent. */
  readonly bufsize?: number | undefined;
}
