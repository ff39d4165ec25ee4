/**
 * What the server can be told.
 *
 * @module
 */
import { DEFAULT_LIMITS, type Limits } from "../codec/values/limits.ts";
import type { ExperimentOptions } from "./experiments/experiment_options.ts";

/** Options of a server, whatever its store. */
export interface ServerOptions {
  /** Seconds after which an idle client is closed; 0: never. */
  readonly idleSeconds: number;
  /** Clients at once; one more is closed at once. */
  readonly maxConnections: number;
  /** Databases open at once; the client of one more is refused. */
  readonly maxDomains: number;
  /** What a client may make the server hold. */
  readonly limits: Limits;
  /** How measurements are collected for the store. */
  readonly collect: ExperimentOptions;
}

/** The options that hold where nothing else is said. */
export const DEFAULT_SERVER_OPTIONS: ServerOptions = {
  idleSeconds: 60,
  maxConnections: 10_000,
  maxDomains: 1000,
  limits: DEFAULT_LIMITS,
  collect: {
    commitAfter: 400,
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
