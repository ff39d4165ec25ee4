/**
 * The options of the server.
 *
 * @module
 */
import { DEFAULT_LIMITS, type Limits } from "../codec/values/limits.ts";
import type { ExperimentOptions } from "./experiments/experiment_options.ts";

/** Options of a server, independent of its store. */
export interface ServerOptions {
  /** Seconds after which an idle client is closed; 0: never. */
  readonly idleSeconds: number;
  /** Maximum number of connected clients; a further one is closed at once. */
  readonly maxConnections: number;
  /** Maximum number of open databases; a client of a further one is refused. */
  readonly maxDomains: number;
  /** Limits on what the server holds for a client. */
  readonly limits: Limits;
  /** How measurements are collected for the store. */
  readonly collect: ExperimentOptions;
}

/** The default options. */
export const DEFAULT_SERVER_OPTIONS: ServerOptions = {
  idleSeconds: 60,
  maxConnections: 10_000,
  maxDomains: 1000,
  limits: DEFAULT_LIMITS,
  collect: {
    commitAfter: 500,
    commitBytes: 512 * 1024,
    commits: 3,
    allCommits: 4,
    maxBytes: 2 * 1024 * 1024,
    allBytes: 64 * 1024 * 1024,
    tables: 4096,
    tableBytes: DEFAULT_LIMITS.definitionBytes,
    keepRejects: true,
  },
};
